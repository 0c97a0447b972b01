"""A council with the real Havering protocols in force, and a councillor who is asked to sign."""

from __future__ import annotations

from copy import deepcopy
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from councilgov.access import Role
from policies import actions
from policies.importing import import_file
from policies.models import PolicyVersion
from policies.publishing import actions as publishing
from policies.text.sources import DOCUMENTS
from tests import given
from tests.addresses import build_world
from tests.database import copied_rows, put_back
from tests.walks.markup import kinds, unsound

if TYPE_CHECKING:
    from pathlib import Path

    from tests.addresses import World

SOCIAL_MEDIA = "social-media-protocol-for-members"


@pytest.fixture
def councillor(transactional_db):
    """Somebody in office, with a password."""
    given.council()
    return given.councillor(full_name="Robin Alder", known_as="Councillor Alder")


@pytest.fixture
def protocols(councillor):
    """Both protocols of Havering, certified, published and to be signed."""
    services = given.officer(Role.MEMBERS_SERVICES)
    monitoring = given.officer(Role.MONITORING_OFFICER)
    import_file(path=DOCUMENTS / "havering-member-protocols-2018.txt", by=None)
    for version in PolicyVersion.objects.order_by("pk"):
        actions.certify(version=version, text_sha256=version.sha256, by=monitoring)
        publishing.publish(version=version, by=services)
    return PolicyVersion.objects.in_force()


@pytest.fixture(scope="session")
def made_once() -> list[tuple[World, dict[str, bytes]]]:
    """The world of this worker, and its rows: empty until the first walk makes them."""
    return []


@pytest.fixture
def world(transactional_db, made_once):
    """Everything there is to open, the same for each walk: to make it takes seconds, to copy its
    rows a moment.
    """
    if made_once:
        put_back(made_once[0][1])
    else:
        given.council()
        made_once.append((build_world(), copied_rows()))
    return deepcopy(made_once[0][0])


@pytest.fixture(scope="session")
def seen_kinds(tmp_path_factory, worker_id):
    """A folder that all workers of this run share, with a file for each kind of element."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine if worker_id == "master" else mine.parent) / "kinds"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def is_new(seen_kinds):
    """Whether a page has a kind of element, or one in a place, that no other page had.

    What the kinds do not tell is asked of every page.
    """

    def asked(html):
        assert unsound(html) == []
        first = [_is_first(seen_kinds, kind) for kind in kinds(html)]  # each is noted
        return any(first)

    return asked


def _is_first(folder: Path, kind: str) -> bool:
    try:
        (folder / sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
