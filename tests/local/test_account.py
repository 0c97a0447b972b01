"""Who runs PostgreSQL, and that nothing has to be opened for him."""

import os
import pwd
import stat

import pytest

from councilgov.local import account as module
from councilgov.local.account import Account, account_for, owner_of
from councilgov.local.trouble import Trouble

STRANGER = Account(uid=54_321, gid=54_321)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands servers over")


@pytest.mark.parametrize(
    ("mode", "passes"),
    [(0o755, True), (0o711, True), (0o750, False), (0o744, False), (0o700, False)],
    ids=oct,
)
def test_a_stranger_enters_a_folder_by_its_last_bit(tmp_path, mode, passes):
    tmp_path.chmod(mode)

    assert STRANGER.may_pass(tmp_path) is passes


@pytest.mark.parametrize(
    ("mode", "passes"),
    [(0o644, True), (0o640, False), (0o755, True), (0o744, False), (0o711, False), (0o600, False)],
    ids=oct,
)
def test_a_stranger_needs_to_read_a_file_and_to_start_a_program(tmp_path, mode, passes):
    file = tmp_path / "file"
    file.touch()
    file.chmod(mode)

    assert STRANGER.may_pass(file) is passes


def test_owner_and_group_have_their_own_bits(tmp_path):
    tmp_path.chmod(0o710)
    status = tmp_path.stat()

    assert Account(status.st_uid, 54_321).may_pass(tmp_path)
    assert Account(54_321, status.st_gid).may_pass(tmp_path)
    assert not STRANGER.may_pass(tmp_path)


def test_one_closed_folder_on_the_way_is_enough(tmp_path):
    inner = tmp_path / "closed" / "open"
    inner.mkdir(parents=True)
    inner.parent.chmod(0o700)

    assert STRANGER.may_pass(inner)
    assert not STRANGER.may_reach([inner])


def test_an_ordinary_user_runs_the_server_himself(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)

    assert account_for(tmp_path / "postgres", []) is None


def test_data_are_served_by_whoever_owns_them(monkeypatch, tmp_path):
    status = tmp_path.stat()
    theirs = os.stat_result((stat.S_IFDIR | 0o700, 0, 0, 2, 1234, 567, 0, 0, 0, 0))
    monkeypatch.setattr(type(tmp_path), "stat", lambda _self, **_: theirs)

    assert status.st_uid != 1234
    assert owner_of(tmp_path) == Account(1234, 567)


def test_new_data_are_served_by_nobody(tmp_path):
    assert owner_of(tmp_path / "none yet").uid == pwd.getpwnam("nobody").pw_uid


@pytest.fixture
def root_with(monkeypatch):
    """Root in a container that has taken some capabilities away."""

    def lacking(*numbers):
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        monkeypatch.setattr(module, "holds", lambda number: number not in numbers)

    return lacking


@pytest.mark.parametrize(("number", "name"), [(6, "CAP_SETGID"), (7, "CAP_SETUID")])
def test_root_that_may_not_hand_over_is_told_so(root_with, tmp_path, number, name):
    root_with(number)

    with pytest.raises(Trouble, match=rf"\({name} is missing\): run make as an ordinary user"):
        account_for(tmp_path / "postgres", [])


@pytest.mark.parametrize("number", [module.CAP_DAC_OVERRIDE, module.CAP_SETPCAP])
def test_root_that_may_not_let_the_other_in_is_told_so(root_with, tmp_path, number):
    tmp_path.chmod(0o700)
    root_with(number)

    with pytest.raises(Trouble, match=f"may not enter {tmp_path}: run make as an ordinary user"):
        account_for(tmp_path / "postgres", [])


def test_the_capability_is_given_only_where_the_way_is_closed(root_with, tmp_path, monkeypatch):
    root_with()
    monkeypatch.setattr(Account, "may_reach", lambda _self, _paths: True)
    assert account_for(tmp_path / "postgres", []).overrides is False

    monkeypatch.setattr(Account, "may_reach", lambda _self, _paths: False)
    assert account_for(tmp_path / "postgres", []).overrides is True


@as_root
def test_the_kernel_says_what_root_holds():
    assert module.holds(module.CAP_DAC_OVERRIDE)
    assert not module.holds(63)
