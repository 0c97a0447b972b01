"""The embedded Valkey."""

import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from councilgov.local import valkey as module
from councilgov.local.keys import kept_keys
from councilgov.local.processes import Child, stop_all
from councilgov.local.trouble import Trouble
from councilgov.local.valkey import start_valkey
from tests.local.running import is_gone


@contextmanager
def valkey(home):
    """A server with its data in this folder, and the process that is it."""
    children: list[Child] = []
    try:
        yield start_valkey(home, kept_keys(home), children), children
    finally:
        stop_all(children)


def test_it_asks_for_a_password_that_no_command_line_shows(tmp_path):
    with valkey(tmp_path) as (server, children):
        with redis.Redis.from_url(server.url) as line:
            assert line.ping()
            assert line.config_get("bind") == {"bind": "127.0.0.1"}
        with (
            redis.Redis(port=server.port) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
        shown = Path(f"/proc/{children[0].process.pid}/cmdline").read_text()

    assert server.keys.valkey_password not in shown
    assert not any(b"requirepass" in path.read_bytes() for path in tmp_path.rglob("*.log"))


def test_what_it_held_is_there_again_on_the_same_port(tmp_path):
    with valkey(tmp_path) as (first, _), redis.Redis.from_url(first.url) as line:
        line.set("kept", "yes")

    with valkey(tmp_path) as (second, _), redis.Redis.from_url(second.url) as line:
        assert line.get("kept") == b"yes"
        assert second.port == first.port


def test_a_server_left_running_is_ended_before_the_next_starts(tmp_path):
    with valkey(tmp_path) as (_, left), valkey(tmp_path) as (second, _):
        assert is_gone(left[0].process.pid)
        with redis.Redis.from_url(second.url) as line:
            assert line.ping()


def test_after_a_hard_kill_it_starts_again(tmp_path):
    with valkey(tmp_path) as (_, children):
        children[0].process.send_signal(signal.SIGKILL)

    with valkey(tmp_path) as (server, _), redis.Redis.from_url(server.url) as line:
        assert line.ping()


def test_one_that_does_not_start_is_named_with_its_last_words(tmp_path):
    (tmp_path / "valkey").mkdir()
    (tmp_path / "valkey" / "dump.rdb").write_bytes(b"not a dump")

    with pytest.raises(Trouble, match=r"Valkey does not start: .*all of it: .*valkey\.log"):
        start_valkey(tmp_path, kept_keys(tmp_path), [])


def test_without_the_wheel_it_says_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(Trouble, match=r"Valkey is not installed in \.venv: type make run"):
        module.binary()
