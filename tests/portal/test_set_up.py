"""From an empty database to the first administrator."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command

from councilgov.access import Role
from councilgov.people.models import Council, User
from tests import given

SETTINGS = {
    "name": "Barchester Borough Council",
    "nation": "wales",
    "email_domains": ["Barchester.example"],
} | {
    f"{team}_{way}": value
    for team in ("desk", "monitoring_officer", "members_services", "information_team")
    for way, value in (("phone", "01632 960123"), ("email", "team@barchester.example"))
}


def run(command, *args, **options):
    told = io.StringIO()
    call_command(command, *args, **options, stdout=told)
    return told.getvalue()


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/policies/", "/nowhere/", "/home/"])
def test_before_there_is_a_council_each_page_says_so(client, address):
    response = client.get(address, follow=True)

    assert response.status_code == 503
    assert "This portal is not set up yet" in response.content.decode()
    assert "manage.py create_council" in response.content.decode()


def test_before_there_is_a_council_the_process_is_alive(client):
    assert client.get("/healthz").status_code == 200


def test_the_council_is_entered(client):
    run("create_council", **SETTINGS)

    council = Council.objects.the()
    assert council.name == "Barchester Borough Council"
    assert council.nation == "wales"
    assert council.email_domains == ["barchester.example"]
    assert council.history.get().history_change_reason == "Set up"
    assert client.get("/").status_code == 200


def test_a_second_council_is_refused():
    run("create_council", **SETTINGS)

    with pytest.raises(CommandError, match="There is a council already"):
        run("create_council", **SETTINGS | {"name": "Another"})

    assert Council.objects.get().name == "Barchester Borough Council"


def test_a_wrong_setting_is_named():
    with pytest.raises(CommandError, match="--desk-email: Enter a valid email address"):
        run("create_council", **SETTINGS | {"desk_email": "desk"})


def test_the_printed_link_lets_the_first_administrator_choose_a_password(client):
    given.council()

    told = run("appoint", "kit@barchester.example", full_name="Kit Marlow")

    path = re.search(r"http://testserver(\S+)", told)[1]
    client.post(path, {"password": "three random words"})
    assert client.get("/people/invite/").status_code == 200
    assert User.objects.get().roles == {Role.ADMINISTRATOR}


def test_somebody_known_is_given_another_role():
    known = given.person()

    told = run("appoint", known.email.upper(), role="auditor")

    assert User.objects.get().roles == {Role.AUDITOR}
    assert "http" not in told


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"email": "kit@barchester.example"}, "give --full-name"),
        ({"email": "kit@elsewhere.example", "full_name": "Kit"}, "ends in @barchester.example"),
    ],
)
def test_nobody_is_appointed_without_a_name_or_from_elsewhere(options, complaint):
    given.council()

    with pytest.raises(CommandError, match=complaint):
        run("appoint", options.pop("email"), **options)

    assert not User.objects.exists()


def test_nobody_is_appointed_before_there_is_a_council():
    with pytest.raises(CommandError, match="create_council"):
        run("appoint", "kit@barchester.example", full_name="Kit Marlow")
