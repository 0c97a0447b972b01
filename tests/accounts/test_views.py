"""Pages about people and invitations."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from councilgov.access import Role
from councilgov.accounts import actions
from councilgov.accounts.models import Invitation
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice, State
from councilgov.people import actions as people
from councilgov.people.models import User
from tests import given
from tests.accounts.conftest import link_in

PASSWORD = "three random words"
PEOPLE, ADD = "/people/", "/people/invite/"
WORDS = {
    "full_name": "Omar Officer",
    "known_as": "Omar Officer",
    "email": "omar@barchester.example",
    "what": "officer",
    "role": "ict_desk",
    "starts_on_day": "1",
    "starts_on_month": "5",
    "starts_on_year": "2026",
    "is_invited": "yes",
}


def shown(response):
    return response.content.decode()


@pytest.mark.usefixtures("services")
def test_the_register_shows_roles_and_how_each_account_stands(client, newcomer):
    leader = given.councillor(full_name="Lena Leader", group=given.group(), is_leader=True)

    page = shown(client.get(PEOPLE))

    assert "Lena Leader" in page
    assert leader.email in page
    assert "Councillor, Group leader" in page
    assert "Members’ services" in page
    assert newcomer.full_name in page
    assert "Not invited yet" in page
    assert "Can sign in" in page


@pytest.mark.usefixtures("services")
def test_the_register_tells_an_open_invitation_from_one_that_ran_out(client, newcomer):
    actions.invite(person=newcomer, by=None)

    assert "Noor Newcomer" in shown(client.get(PEOPLE, {"standing": "invited"}))
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        client.force_login(given.officer(Role.MEMBERS_SERVICES))
        assert "Noor Newcomer" not in shown(client.get(PEOPLE, {"standing": "invited"}))
        assert "Noor Newcomer" in shown(client.get(PEOPLE, {"standing": "ran_out"}))


@pytest.mark.usefixtures("services")
def test_the_register_is_searched_by_name_and_address(client, newcomer):
    given.person(full_name="Else Else")

    for words in ("noor new", "NOOR@barchester"):
        page = shown(client.get(PEOPLE, {"search": words}))
        assert newcomer.full_name in page
        assert "Else Else" not in page


@pytest.mark.usefixtures("services")
def test_the_register_is_downloaded_in_words(client):
    given.councillor(full_name="Cora Councillor")

    file = client.post(PEOPLE, {"export": "csv"}).content.decode("utf-8-sig")

    assert "Cora Councillor" in file
    assert "Can sign in" in file
    assert "<a" not in file


@pytest.mark.usefixtures("services")
def test_the_register_costs_the_same_for_one_person_and_for_many(
    client, django_assert_max_num_queries
):
    given.councillor()
    with django_assert_max_num_queries(25) as before:
        client.get(PEOPLE)
    for _ in range(9):
        given.councillor(group=given.group(), is_leader=True)

    with django_assert_max_num_queries(len(before)):
        client.get(PEOPLE)


def test_who_may_see_people_may_not_always_add_them(client, newcomer):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    theirs = reverse("accounts:person", args=[newcomer.pk])

    assert "Add somebody" not in shown(client.get(PEOPLE))
    assert "Send the invitation" not in shown(client.get(theirs))
    assert client.get(ADD).status_code == 403
    assert client.post(f"{theirs}invitation/").status_code == 403
    assert client.post(f"{theirs}invitation/withdraw/").status_code == 403


def test_a_councillor_sees_no_register(client, newcomer):
    client.force_login(given.councillor())

    assert client.get(PEOPLE).status_code == 403
    assert client.get(reverse("accounts:person", args=[newcomer.pk])).status_code == 403


@pytest.mark.usefixtures("services")
def test_an_officer_is_added_and_invited(client):
    response = client.post(ADD, WORDS, follow=True)

    added = User.objects.get(email="omar@barchester.example")
    assert added.roles == {Role.ICT_DESK}
    assert Notice.objects.get().to == added
    assert "Omar Officer has been added." in shown(response)
    assert "The link works until the end of" in shown(response)


@pytest.mark.usefixtures("services")
def test_a_councillor_is_added_without_an_invitation(client):
    ward = given.ward()
    answers = {"what": "councillor", "ward": ward.pk, "role": "", "is_invited": "no"}

    asked = shown(client.post(ADD, WORDS | answers))
    assert "Enter the day on which they declared, or by when they have to" in asked
    due = dict(zip(("day", "month", "year"), ("1", "7", "2026"), strict=True))
    typed = {f"declaration_due_on_{part}": typed for part, typed in due.items()}
    client.post(ADD, WORDS | answers | typed)

    added = User.objects.get(email="omar@barchester.example")
    term = added.terms.get()
    assert (term.ward, term.declaration_due_on) == (ward, date(2026, 7, 1))
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize(
    ("answers", "complaint"),
    [
        ({"full_name": ""}, "Enter their full name"),
        ({"email": "omar"}, "Enter an email address in the correct format"),
        ({"email": "omar@elsewhere.example"}, "ends in @barchester.example"),
        ({"what": ""}, "Select if they are a councillor or an officer"),
        ({"role": ""}, "Select the role of the officer"),
        ({"role": "councillor"}, "Select the role of the officer"),
        ({"role": "administrator"}, "ask an administrator to invite them"),
        ({"starts_on_day": "31", "starts_on_month": "2"}, "First day must be a real date"),
        ({"is_invited": ""}, "Select if you want to send the invitation now"),
    ],
)
def test_a_wrong_answer_adds_nobody_and_keeps_what_was_typed(client, answers, complaint):
    response = client.post(ADD, WORDS | answers)

    page = shown(response)
    assert complaint in page
    (field,) = response.context["form"].errors
    assert field != "__all__"
    assert f'href="#id_{field}' in page
    assert 'value="Omar Officer"' in page
    assert not User.objects.filter(known_as="Omar Officer").exists()


@pytest.mark.usefixtures("services")
def test_somebody_who_is_there_already_is_not_added_twice(client):
    given.person(email="omar@barchester.example")

    page = shown(client.post(ADD, WORDS | {"email": "Omar@Barchester.example"}))

    assert "There is an account with this email address already." in page
    assert 'id="id_email-error"' in page


@pytest.mark.usefixtures("services")
def test_only_a_councillor_is_asked_for_ward_and_group_and_only_an_officer_for_the_role(client):
    form = client.get(ADD).context["form"]

    reveals = {
        option.value: [str(field.full_label) for field in option.reveals]
        for option in form["what"].options
    }

    assert reveals == {
        "councillor": [
            "Ward (optional)",
            "Political group (optional)",
            "Day on which they made the declaration of acceptance of office (optional)",
            "If they have not made it, the last day for it (optional)",
        ],
        "officer": ["Role"],
    }


@pytest.mark.usefixtures("services")
def test_an_invitation_is_sent_later_again_and_withdrawn(client, newcomer, told):
    theirs = reverse("accounts:person", args=[newcomer.pk])

    client.post(f"{theirs}invitation/")
    client.post(f"{theirs}invitation/")
    assert Invitation.objects.get().serial == 2
    assert "Send the invitation again" in shown(client.get(theirs))
    client.post(f"{theirs}invitation/withdraw/")

    assert told() == []
    assert client.post(f"{theirs}invitation/withdraw/").status_code == 404


@pytest.mark.usefixtures("services")
@time_machine.travel("2026-11-23 10:00Z", tick=False)
def test_withdrawing_is_asked_first_and_then_says_who_did_it_and_when(client, newcomer):
    client.force_login(given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services"))
    actions.invite(person=newcomer, by=None)
    theirs = reverse("accounts:person", args=[newcomer.pk])

    question = shown(client.get(f"{theirs}invitation/withdraw/"))
    assert "Withdraw the invitation of Noor Newcomer?" in question
    assert Invitation.objects.open().exists()
    client.post(f"{theirs}invitation/withdraw/")

    page = shown(client.get(theirs))
    assert "Invitation withdrawn" in page
    assert "Withdrawn at 10:00am on 23 November 2026 by Sam Services." in page
    assert "Not invited yet" not in page
    assert "Noor Newcomer" in shown(client.get(PEOPLE, {"standing": "withdrawn"}))
    assert "Send the invitation" in page


def test_a_changed_phone_number_is_a_line_in_the_log_without_the_number(newcomer, caplog):
    with caplog.at_level("INFO", "councilgov.people.actions"):
        people.change_phone(person=newcomer, phone="01632 960 301", by=given.person())

    (line,) = [record for record in caplog.records if record.person == newcomer.pk]
    assert line.getMessage() == "Phone number changed"
    assert "960 301" not in str(vars(line))


@pytest.mark.usefixtures("services")
def test_a_phone_number_is_changed_and_rings(client, newcomer):
    theirs = reverse("accounts:person", args=[newcomer.pk])

    wrong = client.post(f"{theirs}phone/", {"phone": "ring me"})
    assert "Enter a phone number, like 01632 960 001" in shown(wrong)
    client.post(f"{theirs}phone/", {"phone": "01632 960 301"})

    assert 'href="tel:01632960301"' in shown(client.get(theirs))


@pytest.mark.usefixtures("services")
def test_people_are_sorted_by_the_last_word_of_their_names(client):
    for name in ("Mei Lin Liang", "Oya Gündüz", "Angus MacTavish", "Ines Gunn", "Zoë Ábalos"):
        given.person(full_name=name)

    page = client.get(PEOPLE, {"sort": "full_name"})

    names = [strip_tags(str(row[0].value)) for row in page.context["register"].rows()]
    assert [name.split()[-1] for name in names if "Person" not in name] == [
        "Ábalos",
        "Gündüz",
        "Gunn",
        "Liang",
        "MacTavish",
    ]


def test_who_takes_the_register_of_people_is_evidence(client, services):
    client.post(PEOPLE, {"export": "ods"})

    entry = Entry.objects.get(kind="accounts.register_exported")
    assert (entry.actor_id, entry.details["format"], entry.details["rows"]) == (
        services.pk,
        "ods",
        1,
    )


@time_machine.travel("2026-07-01 08:40:12.345678Z", tick=False)
def test_a_download_tells_moments_in_london_to_the_second(client):
    officer = given.officer(Role.MEMBERS_SERVICES, last_login=timezone.now())
    client.force_login(officer)
    models.QuerySet(User).filter(pk=officer.pk).update(last_login=timezone.now())

    file = client.post(PEOPLE, {"export": "csv"}).content.decode("utf-8-sig")

    assert ",2026-07-01 09:40:12\r\n" in file


def test_a_link_opens_a_page_to_choose_a_password_and_signs_in(client, newcomer, told):
    actions.invite(person=newcomer, by=None)
    path = link_in(told()[0])

    page = client.get(path)
    response = client.post(path, {"password": PASSWORD})

    assert "noor@barchester.example" in shown(page)
    assert "no-store" in page["Cache-Control"]
    assert response.status_code == 302
    assert client.get(PEOPLE).status_code == 403  # signed in, and no officer


def test_looking_at_a_link_does_not_use_it_up(client, newcomer, told):
    actions.invite(person=newcomer, by=None)
    path = link_in(told()[0])

    for _ in range(3):  # as a mail scanner does
        client.get(path)
        client.head(path)

    assert client.post(path, {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("", "Enter a password"),
        ("too short", "Password must be 12 characters or more"),
        ("password1234", "easy to guess"),
        ("noor newcomer", "too much like your name"),
        ("x" * 257, "must be 256 characters or less"),
    ],
)
def test_a_weak_password_is_refused_in_words(client, newcomer, told, password, complaint):
    actions.invite(person=newcomer, by=None)

    response = client.post(link_in(told()[0]), {"password": password})

    assert complaint in shown(response)
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_a_password_keeps_its_spaces(client, newcomer, told):
    actions.invite(person=newcomer, by=None)

    client.post(link_in(told()[0]), {"password": f"  {PASSWORD}  "})

    newcomer.refresh_from_db()
    assert newcomer.check_password(f"  {PASSWORD}  ")


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_dead_link_says_what_to_do(client, newcomer, method):
    invitation = actions.invite(person=newcomer, by=None)
    actions.accept(token=invitation.token, password=PASSWORD)

    response = getattr(client, method)(f"/invitation/{invitation.token}/", {"password": PASSWORD})

    assert response.status_code == 410
    assert "This link has been used. Sign in with the password that you chose." in shown(response)
    assert "01632 960125" in shown(response)


@pytest.mark.parametrize("token", ["x", "1-1", "1-1:x", "%00", "%E2%82%AC", "1-1:" + "x" * 2000])
def test_a_damaged_link_says_what_to_do(client, token):
    given.council()

    response = client.get(f"/invitation/{token}/")

    assert response.status_code == 410
    assert "This link is not whole." in shown(response)


@pytest.mark.usefixtures("services")
def test_a_person_s_page_says_that_the_invitation_did_not_arrive(client, newcomer):
    actions.invite(person=newcomer, by=None)
    theirs = reverse("accounts:person", args=[newcomer.pk])
    assert "Waiting" in shown(client.get(theirs))

    Notice.objects.update(state=State.DEAD, last_error="refused Undeliverable 550")

    assert "The mail server refuses this address." in shown(client.get(theirs))
