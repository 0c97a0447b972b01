"""The page of a case: what it shows to whom, what each may do there, and what it costs."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consent.leaving.carrying import sweep_leavers
from councilgov.access import Role
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.offboarding import actions, sweeping
from councilgov.offboarding.closing.acts import completing
from councilgov.offboarding.following import start
from councilgov.offboarding.models import CaseStatus, TaskKind, TaskStatus
from councilgov.offboarding.showing.events import timeline
from councilgov.people.actions import move_end, take_back_end
from councilgov.people.models import ClosureDay, EndReason
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.offboarding.leavers import dead, departed, ends, fresh, gone, leaver, on, system, task

pytestmark = pytest.mark.django_db
FORBIDDEN, FOUND, MISSING = 403, 302, 404
MANUAL = (TaskKind.LISTS, TaskKind.SOCIAL, TaskKind.INSURANCE)


def as_(client, role):
    client.force_login(given.officer(role))


def page(name, row):
    return reverse(f"offboarding:{name}", args=[row.pk])


def shown(client, case):
    return client.get(case.get_absolute_url()).content.decode()


def button(text):
    """The green button of the page: of all links that look like one, the one that is not grey."""
    found = re.findall(r'<a href="([^"]*)"[^>]*class="govuk-button"', text)
    return found[0] if found else ""


def send(client, name, row, /, **answers):
    return client.post(page(name, row), answers or {"x": "1"}, follow=True).content.decode()


def moment(day, time):
    parts = zip(("at_day_year", "at_day_month", "at_day_day"), day.split("-"), strict=True)
    return {**dict(parts), "at_time": time}


def settled(case):
    sweeping.settle()
    return fresh(case)


def all_done_but_the_receipt(case):
    by = given.officer(Role.MEMBERS_SERVICES)
    for kind in MANUAL:
        if task(case, kind).is_to_do:
            actions.finish_task(task=task(case, kind), words="Done.", by=by)
    for kind in (TaskKind.SUSPEND, TaskKind.ACCOUNTS):
        if not case.accounts.exists():
            actions.finish_task(task=task(case, kind), words="Done.", by=by)
    return settled(case)


def test_both_clocks_stand_there_with_their_arithmetic(client):
    case = leaver()
    as_(client, Role.AUDITOR)

    text = shown(client, case)

    assert "Access: by 6 January 2027" in text
    assert "Equipment: by 6 January 2027" in text
    assert "10 working days after Friday 18 December 2026 is Wednesday 6 January 2027." in text
    assert "Friday 25 December 2026 is a bank holiday (Christmas Day)" in text
    assert "Nothing waits for you here now." in text


def test_past_the_calendar_the_page_says_so_and_guesses_nothing(client):
    case = leaver(date(2028, 12, 1))
    case.last_day = date(2028, 12, 29)
    case.access_due_on = case.kit_due_on = date(2029, 1, 15)
    case.suspend_on = date(2029, 1, 2)
    case.keep(by=None, why="Test")
    as_(client, Role.AUDITOR)

    assert "can’t count working days in 2029" in shown(client, case)


def test_a_clock_is_late_only_while_something_of_it_is_left(client):
    system()
    case = leaver()
    with on("2027-01-08"):
        start()
        settled(case)
        as_(client, Role.ICT_DESK)
        assert shown(client, case).count("Overdue by 2 working days") > 1
        rows = list(case.accounts.all())
        actions.terminate_accounts(
            case=fresh(case), accounts=rows, at=timezone.now(), by=given.officer(Role.ICT_DESK)
        )
        all_done_but_the_receipt(fresh(case))
        text = shown(client, case)
    clocks = text[text.index("The two clocks") : text.index("What is done, in this order")]
    assert "Overdue" not in clocks


def test_the_eight_tasks_stand_in_order_with_who_does_each_and_by_when(client):
    case = leaver()
    as_(client, Role.AUDITOR)

    text = shown(client, case)

    places = [text.index(f">{kind.label}<") for kind in TaskKind]
    assert places == sorted(places)
    for told in (
        "ICT service desk<br>By 21 December 2026",
        "The councillor, at the ICT service desk<br>By 6 January 2027",
        "Members’ services<br>By 6 January 2027",
    ):
        assert told in text


def test_devices_are_named_to_those_who_see_the_register_and_counted_to_others(client):
    councillor = given.councillor()
    device = equipment.issued(holder=councillor)
    case = ends(councillor)
    as_(client, Role.ICT_DESK)
    assert f'href="{device.get_absolute_url()}"' in shown(client, case)

    as_(client, Role.DATA_PROTECTION_OFFICER)
    text = shown(client, case)

    assert device.asset_tag not in text
    assert "1 device" in text


def test_contact_records_are_a_number_and_nothing_else(client):
    councillor = people.accepted(given.councillor())
    person = people.person(councillor=councillor)
    case = ends(councillor)
    sweep_leavers()
    as_(client, Role.INFORMATION_OFFICER)

    text = shown(client, case)

    assert person.full_name not in text
    assert "Fewer than 5" in text
    assert "Something is not chosen yet" in text
    assert f'href="{reverse("consent:leavers")}"' in text


def test_what_was_not_signed_is_named_to_those_who_see_who_has_signed(client):
    version = given.published()
    councillor = given.councillor()
    given.ask_everybody(version)
    case = ends(councillor)
    as_(client, Role.MEMBERS_SERVICES)
    assert str(version) in shown(client, case)

    as_(client, Role.ICT_DESK)

    assert str(version) not in shown(client, case)


def test_their_own_address_is_shown_to_members_services_alone(client):
    case = leaver()
    actions.choose_contact(
        case=case, private_address="alder@home.example", wants_letters=False, by=case.councillor
    )
    as_(client, Role.MEMBERS_SERVICES)
    assert "By email at alder@home.example" in shown(client, case)

    as_(client, Role.MONITORING_OFFICER)
    text = shown(client, case)

    assert "alder@home.example" not in text
    assert "By email at an address of their own" in text


def test_whoever_gave_no_address_is_told_by_letter_once_their_mailbox_is_closed(client):
    case = gone(days=14)
    as_(client, Role.MEMBERS_SERVICES)
    assert "By email, until their council mailbox is closed." in shown(client, case)

    with on(case.access_due_on + timedelta(days=1)):
        as_(client, Role.MEMBERS_SERVICES)
        assert "By letter: their council mailbox is closed" in shown(client, case)


def test_a_resignation_shows_its_minute(client):
    case = leaver(ends_at=datetime(2026, 11, 22, 23, 58, tzinfo=UTC), reason=EndReason.RESIGNED)
    as_(client, Role.AUDITOR)

    assert "11:58pm on 22 November 2026" in shown(client, case)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.ICT_DESK, "suspend_accounts"),
        (Role.MEMBERS_SERVICES, "finish_task"),
        (Role.MONITORING_OFFICER, ""),
        (Role.AUDITOR, ""),
    ],
)
def test_the_green_button_is_the_next_step_of_whoever_looks(client, role, name):
    system()
    case = gone()
    as_(client, role)

    found = button(shown(client, case))

    where = task(case, TaskKind.LISTS) if name == "finish_task" else case
    assert found == (page(name, where) if name else "")


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.MEMBERS_SERVICES, True),
        (Role.ICT_DESK, True),
        (Role.INFORMATION_OFFICER, False),
        (Role.AUDITOR, False),
    ],
)
def test_who_brings_the_equipment_is_shown_to_those_who_ring_them(client, role, reads):
    case = dead()
    clerk = given.officer(Role.MEMBERS_SERVICES)
    actions.name_contact(case=case, name="Sam Alder", phone="01632 960200", by=clerk)
    as_(client, role)

    assert ("01632 960200" in shown(client, case)) is reads


def test_once_all_is_done_the_button_completes_the_case(client):
    case = all_done_but_the_receipt(gone())
    as_(client, Role.MEMBERS_SERVICES)
    assert button(shown(client, case)) == page("complete", case)

    done = send(client, "complete", case)

    assert "The case is completed." in done
    assert fresh(case).status == CaseStatus.COMPLETED
    assert button(done) == page("receipt", case)
    assert page("pause", case) not in done
    assert "What is on their record" in done
    assert "How they are reached" not in done.partition("The two clocks")[0]


def test_a_case_with_something_open_is_not_completed(client):
    case = gone()
    as_(client, Role.MEMBERS_SERVICES)
    assert page("complete", case) not in shown(client, case)

    refused = send(client, "complete", case)

    assert "This is still to be done:" in refused
    assert fresh(case).status == CaseStatus.RUNNING


def test_the_desk_takes_equipment_back_from_the_page(client):
    councillor = given.councillor()
    device = equipment.issued(holder=councillor)
    case = ends(councillor, date(2026, 11, 20))
    as_(client, Role.ICT_DESK)

    assert reverse("devices:receive_devices", args=[device.asset_tag]) in shown(client, case)


def test_several_accounts_are_suspended_at_one_moment_and_terminated_later(client):
    for name in ("Email", "Network"):
        system(name)
    case = gone()
    as_(client, Role.ICT_DESK)
    keys = [str(row.pk) for row in case.accounts.all()]
    assert "checked" in client.get(page("suspend_accounts", case)).content.decode()

    done = send(client, "suspend_accounts", case, accounts=keys, **moment("2026-11-21", "9:30am"))

    assert "Noted: the accounts are suspended." in done
    assert done.count("Suspended at 9:30am on 21 November 2026") == len(keys)
    assert button(done) == page("terminate_accounts", case)
    answers = {"accounts": keys[:1], **moment("2026-11-22", "5pm")}
    done = send(client, "terminate_accounts", case, **answers)
    assert "Terminated at 5:00pm on 22 November 2026" in done
    assert case.accounts.not_terminated().count() == 1


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"accounts": []}, "Select at least one system"),
        ({"accounts": ["0"]}, "Select systems of this list"),
        (moment("2026-11-24", "9am"), "The day must be today or in the past"),
        (moment("2026-11-23", "11:59pm"), "The time must be in the past"),
        (moment("2026-11-20", "9am"), "It is suspended before it is terminated."),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, answers, told):
    system()
    case = gone()
    rows = list(case.accounts.all())
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    actions.suspend_accounts(case=case, accounts=rows, at=at, by=given.officer(Role.ICT_DESK))
    as_(client, Role.ICT_DESK)
    usual = {"accounts": [str(rows[0].pk)], **moment("2026-11-22", "9am")}

    assert told in send(client, "terminate_accounts", case, **usual | answers)
    assert case.accounts.not_terminated().count() == 1


def test_while_they_are_in_office_and_once_all_is_closed_there_is_no_account_to_close(client):
    system()
    in_office, left = leaver(), gone()
    rows = list(left.accounts.all())
    one = given.officer(Role.ICT_DESK)
    actions.terminate_accounts(case=left, accounts=rows, at=timezone.now(), by=one)
    client.force_login(one)

    for case, name in ((in_office, "suspend_accounts"), (left, "terminate_accounts")):
        assert "There is no account to close now." in send(client, name, case)
    assert "suspend/" not in shown(client, in_office)


def test_a_task_is_done_waived_and_taken_up_again_on_its_pages(client):
    case = gone()
    row = task(case, TaskKind.SOCIAL)
    as_(client, Role.MEMBERS_SERVICES)
    assert "Say what was done" in send(client, "finish_task", row, reason="")
    assert "Noted: it is done." in send(client, "finish_task", row, reason="Page given back.")
    assert "Page given back." in shown(client, case)
    assert "It is to be done again." in send(client, "take_up_task", row)
    assert task(case, TaskKind.SOCIAL).status == TaskStatus.TO_DO

    as_(client, Role.MONITORING_OFFICER)
    assert "Enter the reason" in send(client, "waive_task", row, reason="")
    waived = send(client, "waive_task", row, reason="They had none.")

    assert "Recorded: it is not needed." in waived
    assert task(case, TaskKind.SOCIAL).status == TaskStatus.WAIVED
    assert "They had none." in waived
    assert page("take_up_task", row) in waived


TASKS = [
    # who, what, which task: whether they may
    (Role.ICT_DESK, "finish_task", TaskKind.SUSPEND, True),
    (Role.ICT_DESK, "finish_task", TaskKind.LISTS, True),
    (Role.ICT_DESK, "finish_task", TaskKind.SOCIAL, False),
    (Role.MEMBERS_SERVICES, "finish_task", TaskKind.LISTS, True),
    (Role.MEMBERS_SERVICES, "finish_task", TaskKind.ACCOUNTS, False),
    (Role.MEMBERS_SERVICES, "finish_task", TaskKind.DEVICES, False),
    (Role.MEMBERS_SERVICES, "finish_task", TaskKind.RECEIPT, False),
    (Role.MONITORING_OFFICER, "finish_task", TaskKind.LISTS, False),
    (Role.MONITORING_OFFICER, "waive_task", TaskKind.DEVICES, True),
    (Role.MONITORING_OFFICER, "waive_task", TaskKind.ACCOUNTS, False),
    (Role.MONITORING_OFFICER, "waive_task", TaskKind.RECEIPT, False),
    (Role.MEMBERS_SERVICES, "waive_task", TaskKind.DEVICES, False),
    (Role.MEMBERS_SERVICES, "take_up_task", TaskKind.INSURANCE, True),
    (Role.ICT_DESK, "take_up_task", TaskKind.INSURANCE, False),
    (Role.MEMBERS_SERVICES, "take_up_task", TaskKind.SOCIAL, False),
]


@pytest.mark.parametrize(("role", "name", "kind", "may"), TASKS)
def test_who_may_do_what_with_which_task(client, role, name, kind, may):
    """Insurers were told already; everything else is to do."""
    case = gone()
    row = task(case, kind)
    as_(client, role)

    answer = client.get(page(name, row)).status_code

    assert answer == (200 if may else FORBIDDEN)
    assert (page(name, row) in shown(client, case)) == may


def test_where_systems_are_named_nobody_ticks_accounts_off(client):
    system()
    case = gone()
    as_(client, Role.ICT_DESK)

    row = task(case, TaskKind.SUSPEND)
    assert client.get(page("finish_task", row)).status_code == FORBIDDEN
    rows, now = list(case.accounts.all()), timezone.now()
    actions.terminate_accounts(case=case, accounts=rows, at=now, by=given.officer(Role.ICT_DESK))
    settled(case)
    assert task(case, TaskKind.SUSPEND).status == TaskStatus.DONE
    assert client.get(page("take_up_task", row)).status_code == FORBIDDEN


def test_what_the_portal_saw_is_not_taken_up_by_hand_and_a_waiver_by_its_officer_alone(client):
    case = gone()
    settled(case)
    assert task(case, TaskKind.RECORDS).status == TaskStatus.DONE
    row = task(case, TaskKind.SOCIAL)
    actions.waive_task(task=row, reason="None", by=given.officer(Role.MONITORING_OFFICER))
    as_(client, Role.MEMBERS_SERVICES)

    for kind in (TaskKind.RECORDS, TaskKind.SOCIAL):
        assert client.get(page("take_up_task", task(case, kind))).status_code == FORBIDDEN
    as_(client, Role.MONITORING_OFFICER)
    assert client.get(page("take_up_task", row)).status_code == 200


def test_nothing_is_done_about_tasks_before_the_end_of_the_term(client):
    row = task(leaver(), TaskKind.SOCIAL)
    as_(client, Role.MEMBERS_SERVICES)

    assert client.get(page("finish_task", row)).status_code == FORBIDDEN


@pytest.mark.parametrize("role", [Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER])
def test_a_case_is_paused_with_reasons_and_goes_on(client, role):
    case = gone()
    as_(client, role)
    assert "Access still ends by" in client.get(page("pause", case)).content.decode()
    assert "Say why it is paused" in send(client, "pause", case, reason="")

    paused = send(client, "pause", case, reason="A legal hold on the laptop.")

    assert "The case is paused. Access still ends on its day." in paused
    assert "A legal hold on the laptop." in paused
    assert page("resume", case) in paused
    assert "The clock of equipment goes on" in send(client, "resume", case)
    assert fresh(case).status == CaseStatus.RUNNING


@pytest.mark.parametrize("name", ["pause", "resume"])
def test_others_pause_nothing(client, name):
    case = gone()
    as_(client, Role.ICT_DESK)

    assert client.get(page(name, case)).status_code == FORBIDDEN


def test_after_a_death_members_services_name_who_brings_the_equipment(client):
    case = dead()
    as_(client, Role.MEMBERS_SERVICES)
    text = shown(client, case)
    assert button(text) == page("name_contact", case)
    assert "Nothing is sent. Members’ services speak with the family." in text
    assert "Whoever brings it for the family" in text
    assert page("choose_contact_for", case) not in text
    assert "Enter the name" in send(client, "name_contact", case, name="", phone="")

    done = send(client, "name_contact", case, name="Sam Alder", phone="01632 960200")

    assert "Sam Alder, 01632 960200" in done
    assert "Change who brings the equipment" in done
    assert button(done) != page("name_contact", case)
    assert "Nothing is sent" in str(completing(case).consequences)


def test_of_the_living_nobody_is_named_and_of_the_dead_no_address_is_noted(client):
    as_(client, Role.MEMBERS_SERVICES)

    assert client.get(page("name_contact", gone())).status_code == MISSING
    assert client.get(page("choose_contact_for", dead())).status_code == MISSING


def test_members_services_note_what_a_leaver_said_on_the_phone(client):
    case = gone()
    as_(client, Role.MEMBERS_SERVICES)

    where = "2 Alder Close\nBarchester"
    done = send(client, "choose_contact_for", case, how="letter", postal_address=where)

    assert "By letter to 2 Alder Close, Barchester" in done
    assert fresh(case).wants_letters
    as_(client, Role.AUDITOR)
    shown = client.get(case.get_absolute_url()).text
    assert "By letter" in shown
    assert "Alder Close" not in shown


def eventful(desk, clerk):
    """A case to which all happened that can happen."""
    system()
    case = leaver()
    ClosureDay(day=date(2026, 12, 24), name="Christmas").keep(by=None, why="Test")
    sweeping.redate()
    with on("2026-12-21"):
        start()
        rows, now = list(case.accounts.all()), timezone.now()
        actions.suspend_accounts(case=fresh(case), accounts=rows, at=now, by=desk)
        actions.terminate_accounts(case=fresh(case), accounts=rows, at=now, by=desk)
        social = task(case, TaskKind.SOCIAL)
        actions.finish_task(task=social, words="Page given back.", by=clerk)
        actions.take_up_task(task=social, by=clerk)
        actions.pause(case=fresh(case), reason="A dispute.", by=clerk)
        actions.resume(case=fresh(case), by=clerk)
        where = "a@home.example"
        actions.choose_contact(
            case=fresh(case), private_address=where, wants_letters=False, by=clerk
        )
        actions.name_contact(case=fresh(case), name="Sam", phone="01632 960200", by=clerk)
        tell(kind="leaving_office", to=case.councillor, cause="1", about=case)
        Notice.objects.filter(kind="leaving_office").update(sent_at=now, state="sent")
    return case


HAPPENED = (
    "Case opened",
    "Last day: 18 December 2026",
    "The calendar changed. Access ends by: 7 January 2027, before that 6 January 2027.",
    "Left office: the clocks run",
    "Email: access suspended",
    "Email: access terminated",
    "Move social media accounts that are the council’s: done",
    "Page given back.",
    "Move social media accounts that are the council’s: to do again",
    "Paused",
    "A dispute.",
    "The clock of equipment goes on",
    "How they are reached was changed",
    "Who brings the equipment was changed",
    "Reminder sent to",
    "Dara Desk",
    "Cleo Clerk",
)


def test_the_list_of_what_happened_tells_each_thing_with_who_and_when(client):
    desk = given.officer(Role.ICT_DESK, full_name="Dara Desk")
    clerk = given.officer(Role.MEMBERS_SERVICES, full_name="Cleo Clerk")
    case = eventful(desk, clerk)
    client.force_login(clerk)

    told = shown(client, case).partition("What happened")[2]

    assert [what for what in HAPPENED if what not in told] == []
    assert "a@home.example" not in told


def test_an_end_that_moved_and_was_taken_back_stays_in_the_list(client):
    case = leaver()
    move_end(
        term=case.term,
        ends_at=datetime(2026, 12, 12, tzinfo=UTC),
        reason=EndReason.RETIRED,
        by=None,
    )
    take_back_end(term=case.term, by=None)
    as_(client, Role.AUDITOR)

    text = shown(client, case)

    assert "Last day: 11 December 2026, before that 18 December 2026." in text
    assert "Did not leave" in text


def test_it_costs_the_same_however_much_there_is(client, django_assert_num_queries):
    much, little = given.councillor(), gone()
    for _n in range(3):
        equipment.issued(holder=much)
        given.ask_everybody(given.published())
    case = ends(much, date(2026, 11, 20))
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    shown(client, little)
    with django_assert_num_queries(23):
        shown(client, little)
    clerk = given.officer(Role.MEMBERS_SERVICES)
    for kind in MANUAL:
        actions.finish_task(task=task(case, kind), words="Done.", by=clerk)
    with django_assert_num_queries(23):
        shown(client, case)


def test_the_case_of_who_died_after_they_left_says_so(client):
    person = departed()
    as_(client, Role.MEMBERS_SERVICES)

    told = " ".join(shown(client, person.offboarding_cases.get()).split())

    assert re.search(r"Died\s*</dt>\s*<dd[^>]*>\s*23 November 2026", told)


def test_pages_about_people_lead_to_the_last_case(client):
    case = gone()
    as_(client, Role.AUDITOR)
    where = reverse("offboarding:case_of", args=[case.councillor_id])

    assert client.get(where)["Location"] == case.get_absolute_url()
    nobody = reverse("offboarding:case_of", args=[given.councillor().pk])
    assert "There is no case of leaving office" in client.get(nobody, follow=True).content.decode()
    other = given.councillor()
    as_(client, Role.MEMBERS_SERVICES)
    there = client.get(reverse("offboarding:case_of", args=[other.pk]))
    assert there["Location"] == reverse("accounts:person", args=[other.pk])


def test_of_who_did_not_leave_nothing_is_to_do_by_any_day(client):
    case = leaver()
    take_back_end(term=case.term, by=None)
    as_(client, Role.MEMBERS_SERVICES)

    told = shown(client, fresh(case))

    assert "Did not leave" in told
    assert "To do" not in told
    assert "By 6 January 2027" not in told
    assert "The two clocks" not in told
    person = client.get(reverse("accounts:person", args=[case.councillor_id])).text
    assert reverse("offboarding:case_of", args=[case.councillor_id]) not in person


def test_whoever_was_elected_again_has_no_way_to_a_case_on_their_page(client):
    case = leaver()
    as_(client, Role.MEMBERS_SERVICES)
    where = reverse("accounts:person", args=[case.councillor_id])
    way = reverse("offboarding:case_of", args=[case.councillor_id])
    assert way in client.get(where).text

    given.term(case.councillor, starts_on=date(2026, 12, 18))

    assert way not in client.get(where).text


def test_the_page_of_completing_opens_once_nothing_is_left(client):
    case = gone()
    as_(client, Role.MEMBERS_SERVICES)

    told = client.get(page("complete", case), follow=True).content.decode()

    assert "This case can’t be completed yet. Still to be done: Suspend access" in told
    assert "Complete this case" not in told
    all_done_but_the_receipt(case)
    assert "Complete this case" in client.get(page("complete", case)).content.decode()


def test_a_minute_that_the_desk_typed_stands_after_what_the_portal_did_in_it():
    system()
    with on("2026-11-23") as clock:
        clock.shift(20)
        case = gone()
        desk = given.officer(Role.ICT_DESK)
        at = timezone.now().replace(second=0)
        rows = list(case.accounts.all())
        actions.suspend_accounts(case=case, accounts=rows, at=at, by=desk)

        told = [event.what for event in timeline(case, case.accounts.all())]

    assert told.index("Email: access suspended") < told.index("Case opened")
