"""Who has not signed one version, since when, and how the council knows that it asked."""

import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice, State
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused, keep_all, move_all
from policies.events import told
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Chase,
    Event,
    Manner,
    PolicyVersion,
    RecordedSignature,
)
from policies.notices import is_still_asked
from policies.registers import actions
from policies.signatures import actions as signatures
from tests import given


@pytest.fixture
def keeper(client):
    """The Monitoring Officer's browser."""
    client.force_login(given.officer(Role.MONITORING_OFFICER, full_name="Mona Officer"))
    return client


def three_asked():
    """Three were asked three weeks ago, and one signed."""
    with time_machine.travel("2026-10-30 09:00Z"):
        for name in ("Amina Begum", "Bo Carr", "Cy Dean"):
            given.councillor(full_name=name, known_as=f"Councillor {name}")
        found = given.published()
    given.signature(found, asked_of(found, "Amina Begum").councillor)
    return found


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(three_asked)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once.pk)


def asked_of(version, name):
    return version.acknowledgements.get(councillor__full_name=name)


def page(name, version, query=""):
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number]) + query


def rows(response):
    """What each row of the register says, without its marks."""
    return [
        [re.sub(r"\s+", " ", strip_tags(str(cell.value))).strip() for cell in row]
        for row in response.context["register"].rows()
    ]


def links(html):
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(.*?)"', html)]


def test_in_two_clicks_who_has_not_signed_since_when_and_how_we_know_that_we_asked(keeper, version):
    Notice.objects.filter(kind="policy_to_sign").update(
        state=State.SENT, sent_at="2026-10-30 09:05Z"
    )
    home = keeper.get(reverse("home")).text

    (first,) = [link for link in links(home) if link == page("not_signed", version)]
    register = keeper.get(first)

    assert "2 of 3" in home
    who = {row[0]: row for row in rows(register)}
    assert set(who) == {"Bo Carr", "Cy Dean"}
    assert "30 Oct 2026" in who["Bo Carr"][3]
    assert who["Bo Carr"][7] == "30 Oct 2026, 9:05amSent"
    person = asked_of(version, "Bo Carr").councillor_id
    (second,) = [link for link in links(register.text) if link.endswith(f"?person={person}")]
    log = rows(keeper.get(second))
    assert [row[2] for row in log] == ["Message: request to sign", "Asked to sign"]
    assert log[0][3] == "Sent"


def test_the_line_on_top_counts_what_the_tabs_list(keeper, version):
    not_signed, signed = (
        keeper.get(page("not_signed", version)),
        keeper.get(page("has_signed", version)),
    )

    assert "1 of 3 people have signed (33%)." in not_signed.text
    assert "Not signed (2)" in signed.text
    assert (len(rows(not_signed)), len(rows(signed))) == (2, 1)


def test_every_figure_of_the_home_page_is_that_of_the_list_behind_it(keeper, version):
    decline(version, "Cy Dean")
    given.councillor(full_name="Di Eve")
    given.ask_everybody(version)
    with time_machine.travel("2027-01-11 10:00Z"):
        keeper.force_login(given.officer(Role.MONITORING_OFFICER))
        home = keeper.get(reverse("home")).text
        found = re.findall(r'href="(/policies/\S+?/signatures/.*?)">(\d+) of', home)
        shown = {link: int(n) for link, n in found}
        listed = {link: keeper.get(link.replace("&amp;", "&")) for link in shown}

    assert len(shown) == 4
    assert shown == {
        link: response.context["page"].paginator.count for link, response in listed.items()
    }


def decline(version, name):
    person = asked_of(version, name).councillor
    signatures.decline(version=version, by=person, reason="I will not.")


def test_an_old_version_still_says_who_had_not_signed_it(keeper, version):
    given.next_version(version, major=2)

    response = keeper.get(page("not_signed", version))

    assert {row[0] for row in rows(response)} == {"Bo Carr", "Cy Dean"}
    assert "This version is not in force (replaced)" in response.text
    assert "Remind them" not in response.text


def test_who_left_office_is_in_the_log_and_in_no_figure(keeper, version):
    person = asked_of(version, "Bo Carr").councillor
    people.end_term(
        term=person.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )

    assert [row[0] for row in rows(keeper.get(page("not_signed", version)))] == ["Cy Dean"]
    assert len(rows(keeper.get(page("log", version, f"?person={person.pk}")))) == 2


def test_a_signature_that_was_set_aside_counts_for_nobody(keeper, version):
    row = recorded(version, "Bo Carr").acknowledgement
    row.move(AcknowledgementStatus.DISPUTED, by=None, why="Test")
    row.move(AcknowledgementStatus.VOIDED, by=None, why="Test")

    assert "1 of 2 people have signed" in keeper.get(page("not_signed", version)).text


def recorded(version, name):
    row = asked_of(version, name)
    row.signed_at, row.typed_name, row.statement = timezone.now(), name, "I agree."
    row.text_sha256 = version.sha256
    row.move(AcknowledgementStatus.SIGNED, by=None, why="Recorded")
    officer = given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services")
    return RecordedSignature(
        acknowledgement=row,
        manner=Manner.PAPER,
        given_on=timezone.localdate(),
        evidence="Box 4",
        recorded_at=timezone.now(),
        recorded_by=officer,
    ).keep(by=officer, why="Recorded")


def test_the_register_says_how_a_signature_was_given(keeper, version):
    recorded(version, "Bo Carr")

    response = keeper.get(page("has_signed", version))

    assert {row[0]: row[5] for row in rows(response)} == {
        "Amina Begum": "In the portal",
        "Bo Carr": "On paper, recorded by Sam Services on 23 Nov 2026",
    }
    assert [row[0] for row in rows(keeper.get(page("has_signed", version, "?how=paper")))] == [
        "Bo Carr"
    ]
    assert [row[0] for row in rows(keeper.get(page("has_signed", version, "?how=portal")))] == [
        "Amina Begum"
    ]


def test_a_signature_on_paper_stands_under_the_day_on_which_it_was_given(keeper, client, version):
    councillor = asked_of(version, "Bo Carr").councillor
    given.recorded(version, councillor, given_on=date(2026, 11, 9))

    signed = rows(keeper.get(page("has_signed", version)))
    register = rows(keeper.get(reverse("policies:register")))
    file = keeper.post(page("has_signed", version), {"export": "csv"}).text

    assert {row[0]: row[4] for row in signed}["Bo Carr"] == "9 Nov 2026"
    assert {row[0]: row[-2] for row in register}["Bo Carr"] == "9 Nov 2026"
    assert re.search("Bo Carr.*2026-11-09", file)
    client.force_login(councillor)
    assert "You signed this on 9 November 2026" in client.get(reverse("policies:policies")).text
    with pytest.raises(Refused, match="You signed this policy on 9 November 2026"):
        given.signature(version, councillor)


def test_only_who_reads_statements_is_led_to_an_objection(client, version):
    given.signature(version, asked_of(version, "Bo Carr").councillor, objection="Clause 2.")
    link = reverse("policies:statement", args=[asked_of(version, "Bo Carr").pk])

    client.force_login(given.officer(Role.AUDITOR))
    assert link not in client.get(page("has_signed", version)).text
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    assert link in client.get(page("has_signed", version)).text


def test_the_newest_event_of_the_log_comes_first_until_somebody_sorts_it(keeper, version):
    newest, oldest = page("log", version), page("log", version, "?sort=happened_at")

    assert rows(keeper.get(newest))[-1][2] == rows(keeper.get(oldest))[0][2] == "Asked to sign"
    assert rows(keeper.get(newest))[0][2] != "Asked to sign"


def test_the_log_shows_acts_or_messages(keeper, version):
    acts = rows(keeper.get(page("log", version, "?source=act")))
    messages = rows(keeper.get(page("log", version, "?source=message")))

    assert {row[2] for row in acts} == {"Asked to sign", "Signature"}
    assert {row[2] for row in messages} == {
        "Message: request to sign",
        "Message: receipt for the signature",
    }


@pytest.mark.parametrize("query", ["?person=x", "?person=" + "9" * 30, "?source=evil", "?q=%00"])
def test_a_bad_address_of_the_log_gives_a_page_all_the_same(keeper, version, query):
    assert keeper.get(page("log", version, query)).status_code == 200


@pytest.mark.parametrize("name", ["not_signed", "has_signed", "log"])
@pytest.mark.parametrize("kind", ["csv", "ods"])
def test_each_register_leaves_as_a_file_which_is_evidence(keeper, version, name, kind):
    response = keeper.post(page(name, version), {"export": kind})

    assert f'.{kind}"' in response["Content-Disposition"]
    assert Entry.objects.filter(kind__endswith="register_exported").count() == 1
    assert b"checkbox" not in response.content


@pytest.mark.parametrize("name", ["not_signed", "has_signed", "log"])
def test_a_register_takes_as_many_queries_for_300_councillors_as_for_30(keeper, version, name):
    def queries_for(count):
        given.many_requests(version, count)
        with CaptureQueriesContext(connection) as queries:
            assert keeper.get(page(name, version)).status_code == 200
        return len(queries)

    queries_for(1)  # what is asked only once is asked
    assert queries_for(30) == queries_for(270)


@pytest.mark.parametrize(
    ("state", "trouble", "words"),
    [
        ("sent", "", "Sent"),
        ("queued", "", "Waiting"),
        ("queued", "unsent 451", "Waiting. The mail server did not take it. (451)"),
        ("cancelled", "no_longer_true", "No longer needed. What it says was no longer true."),
    ],
)
def test_what_became_of_a_message_is_told_in_words(state, trouble, words):
    assert told(state, trouble) == words


# Chasing


def chase(version, *names, by=None):
    chosen = version.acknowledgements.filter(councillor__full_name__in=names)
    officer = by or given.officer(Role.MEMBERS_SERVICES)
    return actions.chase(version=version, rows=[row.pk for row in chosen], by=officer)


def chased(version):
    return set(Chase.objects.values_list("acknowledgement__councillor__full_name", flat=True))


def test_who_has_not_signed_is_reminded_at_once_and_it_is_known_who_did_it(keeper, version):
    officer = given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services")

    assert chase(version, "Bo Carr", "Cy Dean", by=officer) == 2

    notices = Notice.objects.filter(kind="policy_chased")
    assert {notice.to.full_name for notice in notices} == {"Bo Carr", "Cy Dean"}
    assert all(notice.due_at <= timezone.now() for notice in notices)
    entry = Entry.objects.get(kind="policies.chased")
    rows_chased = sorted(notice.subject.pk for notice in notices)
    assert (entry.actor, entry.details["acknowledgements"]) == (officer, rows_chased)
    assert ["Chased", "Sam Services"] in [
        [row[2], row[4]] for row in rows(keeper.get(page("log", version)))
    ]


def test_nobody_is_chased_twice_on_one_working_day(version):
    chase(version, "Bo Carr")

    with pytest.raises(Refused, match="Nobody is reminded twice on one day"):
        chase(version, "Bo Carr")
    assert chase(version, "Bo Carr", "Cy Dean") == 1
    with time_machine.travel("2026-11-24 10:00Z"):
        assert chase(version, "Bo Carr") == 1

    assert Notice.objects.filter(kind="policy_chased").count() == Chase.objects.count() == 3


def test_the_database_refuses_a_second_chase_on_a_day(version):
    row = asked_of(version, "Bo Carr")
    officer = given.officer(Role.MEMBERS_SERVICES)

    def save():
        day = timezone.localdate()
        rows = [
            Chase(acknowledgement=row, counts_for=day, chased_at=timezone.now(), chased_by=officer)
        ]
        keep_all(rows, by=officer, why="Test")

    save()
    with pytest.raises(Refused, match="chased about this today") as refusal:
        save()
    assert isinstance(refusal.value.__cause__, IntegrityError)
    assert "policies_chase_once_a_day" in str(refusal.value.__cause__)


def test_a_chase_at_a_weekend_waits_for_monday_and_counts_for_it(version):
    with time_machine.travel("2026-11-28 12:00Z"):
        chase(version, "Bo Carr")
        with time_machine.travel("2026-11-29 12:00Z"), pytest.raises(Refused):
            chase(version, "Bo Carr")
        with time_machine.travel("2026-11-30 12:00Z"), pytest.raises(Refused):
            chase(version, "Bo Carr")

    notice = Notice.objects.get(kind="policy_chased")
    assert notice.due_at.isoformat() == "2026-11-30T08:00:00+00:00"


def test_who_declined_is_exempt_or_disputes_is_left_alone(version):
    decline(version, "Cy Dean")
    exempt = version.acknowledgements.filter(councillor__full_name="Bo Carr")
    move_all(exempt, AcknowledgementStatus.EXEMPT, by=None, why="Test")

    found = actions.sort_out(Acknowledgement.objects.filter(version=version), timezone.now())

    assert found.chased == []
    assert {row.councillor.full_name: why for row, why in found.spared} == {
        "Amina Begum": actions.Spared.SIGNED,
        "Bo Carr": actions.Spared.EXEMPT,
        "Cy Dean": actions.Spared.DECLINED,
    }


def test_who_has_no_mailbox_or_left_office_is_named_and_not_reminded(version):
    person = asked_of(version, "Bo Carr").councillor
    person.set_unusable_password()
    person.keep(by=None, why="Test")
    left = asked_of(version, "Cy Dean").councillor
    people.end_term(
        term=left.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )

    found = actions.sort_out(version.acknowledgements.unsigned(), timezone.now())

    assert {row.councillor.full_name: why for row, why in found.spared} == {
        "Bo Carr": actions.Spared.NO_MAILBOX,
        "Cy Dean": actions.Spared.NOT_ASKED,
    }


def test_whose_address_the_mail_server_refuses_is_not_counted_as_reminded(keeper, version):
    row = asked_of(version, "Bo Carr")
    Notice.objects.filter(to=row.councillor).update(state=State.DEAD, last_error="refused 550")
    address = f'href="{reverse("accounts:person", args=[row.councillor_id])}"'

    html = keeper.get(page("chase", version, f"?row={row.pk}")).text

    assert "Bo Carr: The mail server refuses their address" in html
    assert address in html
    with pytest.raises(Refused, match="gets no mail"):
        chase(version, "Bo Carr")
    assert chase(version, "Bo Carr", "Cy Dean") == 1
    assert chased(version) == {"Cy Dean"}


@pytest.mark.parametrize("query", ["?status=", "?status=evil", "?status=&status=opened"])
@pytest.mark.parametrize("name", ["register", "not_signed"])
def test_a_choice_that_there_is_not_narrows_nothing_and_is_no_error(keeper, version, name, query):
    address = reverse("policies:register") + query
    response = keeper.get(address if name == "register" else page(name, version, query))

    assert "govuk-error" not in response.text
    found = {row[0] for row in rows(response)} & {"Bo Carr", "Cy Dean"}
    assert found == (set() if "opened" in query else {"Bo Carr", "Cy Dean"})


def test_whoever_signs_before_the_message_goes_gets_none(version):
    with time_machine.travel("2026-11-28 12:00Z"):
        chase(version, "Bo Carr")
    given.signature(version, asked_of(version, "Bo Carr").councillor)

    assert not is_still_asked(Notice.objects.get(kind="policy_chased"))


def test_the_officer_first_sees_who_gets_a_message_and_who_does_not(keeper, version):
    decline(version, "Cy Dean")
    picked = "&".join(f"row={row.pk}" for row in version.acknowledgements.all())

    html = keeper.get(page("chase", version, f"?{picked}")).text

    assert "1 person gets a message" in html
    assert "It goes at once." in html
    assert "Cy Dean: Declined to sign, so chasing stops" in html
    assert "On 30 October 2026 the council asked you to read" in html
    assert not Chase.objects.exists()


def test_all_that_match_the_filters_are_chased_on_one_click_more(keeper, version):
    html = keeper.get(page("not_signed", version, "?q=bo")).text
    (link,) = [link for link in links(html) if "all=1" in link]

    confirm = keeper.get(link)
    rows_field = confirm.context["form"]["rows"].value()
    response = keeper.post(page("chase", version), {"rows": rows_field}, follow=True)

    assert "1 reminder is on its way." in response.text
    assert chased(version) == {"Bo Carr"}


def test_at_a_weekend_it_is_said_when_the_message_goes(client, version):
    answers = {"rows": str(asked_of(version, "Bo Carr").pk)}

    with time_machine.travel("2026-11-28 12:00Z"):
        client.force_login(given.officer(Role.MEMBERS_SERVICES))
        response = client.post(page("chase", version), answers, follow=True)

    assert "1 reminder goes at 8:00am on Monday 30 November 2026." in response.text


def test_the_page_of_a_version_leads_to_who_has_not_signed(keeper, version):
    shown = keeper.get(version.get_absolute_url()).text

    assert f'href="{page("not_signed", version)}">See who has signed and who has not</a>' in shown


def test_a_second_tab_says_that_it_is_done_already(keeper, version):
    answers = {"rows": str(asked_of(version, "Bo Carr").pk)}
    keeper.post(page("chase", version), answers)

    response = keeper.post(page("chase", version), answers)

    assert "Nobody is reminded twice on one day" in response.text
    assert Chase.objects.count() == 1


@pytest.mark.parametrize("given_rows", ["", "x", "1,,2", "9" * 40, "1;DROP"])
def test_a_chase_of_nobody_says_what_to_do(keeper, version, given_rows):
    response = keeper.post(page("chase", version), {"rows": given_rows})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert not Chase.objects.exists()


def test_a_row_of_another_version_is_not_chased(version):
    other = given.published()

    with pytest.raises(Refused):
        actions.chase(
            version=version,
            rows=[row.pk for row in other.acknowledgements.all()],
            by=given.officer(Role.MEMBERS_SERVICES),
        )


def test_only_who_may_chase_has_tick_boxes(client, version):
    client.force_login(given.officer(Role.AUDITOR))

    html = client.get(page("not_signed", version)).text

    assert "checkbox" not in html.split("<table")[1]
    assert "Remind them" not in html


def test_the_log_is_read_and_never_written(version):
    event = Event.objects.about(version.acknowledgements.all()).first()

    assert str(event) == f"Event {event.pk}"
    assert str(Chase(pk=7)) == "Chase 7"


def test_a_download_of_who_has_not_signed_says_what_became_of_the_last_message(keeper, version):
    head, *_rows = keeper.post(page("not_signed", version), {"export": "csv"}).text.splitlines()

    assert "Last message,What became of it" in head
    assert "Log" not in head


# A group leader's page

DECISION = "Full council, 1 October 2026, minute 12"


@pytest.fixture
def leader(client, version):
    group = given.group(name="Green Barset")
    for name in ("Bo Carr", "Cy Dean"):
        member = asked_of(version, name).councillor
        join(member, group)
    leader = given.councillor(full_name="Lee Lead", group=group, is_leader=True)
    client.force_login(leader)
    return leader


def join(member, group, **fields):
    people.join_group(
        councillor=member, group=group, starts_on=timezone.localdate(), by=None, **fields
    )


def test_without_a_decision_of_the_council_a_leader_has_no_such_page(client, leader):
    assert client.get(reverse("policies:group")).status_code == 404
    assert reverse("policies:group") not in client.get(reverse("home")).text


def test_a_leader_sees_names_and_whether_they_signed_and_no_reason(client, leader, version):
    given.council(leaders_decision=DECISION)
    decline(version, "Cy Dean")
    given.signature(version, asked_of(version, "Bo Carr").councillor, objection="Clause 2.")

    response = client.get(reverse("policies:group"))

    assert {row[0]: row[1] for row in rows(response)} == {
        "Bo Carr": "Signed",
        "Cy Dean": "Not signed",
    }
    assert DECISION in response.text
    assert "Clause 2" not in response.text
    assert reverse("policies:group") in client.get(reverse("home")).text
    file = client.post(reverse("policies:group"), {"export": "csv"}).text
    assert "eclined" not in response.text.split("<table")[1] + file


@pytest.mark.parametrize("query", ["", "?sort=due_on", "?sort=status", "the file"])
def test_nothing_on_the_page_of_a_leader_tells_who_declined_from_who_is_late(
    client, leader, version, query
):
    given.council(leaders_decision=DECISION)
    decline(version, "Cy Dean")
    given.next_version(version)  # a request for 1.1 to who has not answered only
    with time_machine.travel("2027-01-11 10:00Z"):
        client.force_login(leader)
        if query == "the file":
            response = client.post(reverse("policies:group"), {"export": "csv"})
        else:
            response = client.get(reverse("policies:group") + query)

    if query == "the file":
        found = [line.split(",") for line in response.text.splitlines()[1:]]
    else:
        found = rows(response)
    told = {row[0]: [cell for cell in row[1:] if cell] for row in found}
    assert told["Bo Carr"] == told["Cy Dean"]
    assert "Not signed" in told["Bo Carr"]


def test_a_leader_sees_present_members_of_their_own_group_only(client, leader, version):
    given.council(leaders_decision=DECISION)
    people.leave_group(
        membership=asked_of(version, "Bo Carr").councillor.memberships.get(),
        ends_on=timezone.localdate(),
        by=None,
    )
    with time_machine.travel("2026-11-24 10:00Z"):
        client.force_login(leader)
        response = client.get(reverse("policies:group"))

    assert {row[0] for row in rows(response)} == {"Cy Dean"}


def test_who_no_longer_leads_sees_nothing_of_the_group(client, leader, version):
    given.council(leaders_decision=DECISION)
    people.leave_group(membership=leader.memberships.get(), ends_on=timezone.localdate(), by=None)
    with time_machine.travel("2026-11-24 10:00Z"):
        client.force_login(leader)

        assert client.get(reverse("policies:group")).status_code == 403


def test_names_lead_to_the_person_and_the_list_to_the_paper(client, version):
    person = asked_of(version, "Amina Begum").councillor
    link = f'href="{reverse("policies:person", args=[person.pk])}"'
    paper = reverse("policies:record_signatures", args=[version.policy.slug, version.number])
    client.force_login(given.officer(Role.MEMBERS_SERVICES))

    assert link in client.get(reverse("policies:register")).text
    assert link in client.get(page("has_signed", version)).text
    assert paper in client.get(page("not_signed", version)).text
    assert link in client.get(reverse("accounts:person", args=[person.pk])).text
    account = reverse("accounts:person", args=[person.pk])
    assert f'href="{account}"' in client.get(reverse("policies:person", args=[person.pk])).text
