"""A council with the real Havering protocols in force, and a councillor who is asked to sign."""

from __future__ import annotations

import pytest

from councilgov.access import Role
from policies import actions
from policies.importing import import_file
from policies.models import PolicyVersion
from policies.publishing import actions as publishing
from policies.text.sources import DOCUMENTS
from tests import given

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
