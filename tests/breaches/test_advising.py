"""A councillor asks before they act, and is advised: who, by when, and what comes of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from breaches.advice import team_for, teams_of
from breaches.advising import actions
from breaches.advising.advisers import advisers
from breaches.advising.checks import may_advise
from breaches.advising.places import Place, address_of, name_of, place_of
from breaches.advising.statute import law_on_prior_views
from breaches.advising.sweeping import close_silent, forget_advice, remind_of_advice
from breaches.advising.targets import closes_on, due_at
from breaches.models import (
    AdviceEntry,
    AdviceKind,
    AdviceRequest,
    AdviceTeam,
    PublishedAnswer,
)
from consent.holding.actions import end_hold
from consent.holdings import history_of
from councilgov.access import Role
from councilgov.days import LONDON
from councilgov.deadlines import Nation
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.models import ClosureDay, Council, User
from councilgov.records import Refused, subject_of
from tests import given
from tests.breaches import asking
from tests.consent import people

ONE_OF_EACH = (
    Role.INFORMATION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
    Role.ICT_DESK,
    Role.DATA_PROTECTION_OFFICER,
    Role.MEMBERS_SERVICES,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officers = {role: given.officer(role) for role in ONE_OF_EACH}
        return given.councillor(), officers, given.councillor(), asking.information()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return User.objects.get(pk=made_once[0].pk)


@pytest.fixture
def officers(made_once):
    return {role: User.objects.get(pk=one.pk) for role, one in made_once[1].items()}


@pytest.fixture
def other(made_once):
    return User.objects.get(pk=made_once[2].pk)


@pytest.fixture
def colleague(made_once):
    """A second information officer."""
    return User.objects.get(pk=made_once[3].pk)


@pytest.fixture
def chief(officers):
    return officers[Role.MONITORING_OFFICER]


@pytest.fixture
def officer(officers):
    return officers[Role.INFORMATION_OFFICER]


@pytest.fixture
def row(councillor):
    """For the Monitoring Officer."""
    return asking.asked(by=councillor)


@pytest.fixture
def message(councillor):
    """For the Information Management Team."""
    return asking.asked(by=councillor, kind=AdviceKind.MESSAGE)


WORDS = {
    "ask_more": {"words": "Where?"},
    "answer_advice": {"words": "Wait."},
    "add_to_answer": {"words": "And listen."},
    "reply_advice": {"words": "Here."},
}


# Asking


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("kind", "team"),
    [
        ("before_posting", "monitoring"),
        ("message", "information"),
        ("use", "information"),
        ("predetermination", "monitoring"),
        ("data", "information"),
        ("technical", "desk"),
        ("filter", "desk"),
    ],
)
def test_what_it_is_about_says_who_answers(kind, team):
    assert team_for(kind, is_committee=False) == team
    assert team_for(kind, is_committee=True) == "monitoring"


def test_who_answers_is_told_and_whoever_asked_gets_a_receipt(row, councillor, officers):
    asked = {one.to for one in Notice.objects.filter(kind="advice_asked")}
    mine = {officers[Role.MONITORING_OFFICER], officers[Role.DEPUTY_MONITORING_OFFICER]}
    assert asked == mine
    assert Notice.objects.get(kind="advice_receipt").to == councillor
    assert (row.status, row.team, row.reference) == ("submitted", "monitoring", f"ADV-{row.pk:06}")
    assert Entry.objects.filter(kind="breaches.advice_asked").count() == 1


def test_only_a_councillor_asks_and_in_words(councillor, officer):
    with pytest.raises(Refused, match="Only a councillor"):
        asking.asked(by=officer)
    with pytest.raises(Refused, match="Write a few words"):
        asking.asked(by=councillor, words=" \n")


def test_a_form_sent_twice_asks_once(councillor, other):
    key = uuid4()
    first = asking.asked(by=councillor, sent_as=key)

    assert asking.asked(by=councillor, sent_as=key) == first
    assert asking.asked(by=other, sent_as=key) != first
    assert AdviceRequest.objects.count() == 2


def test_what_was_sent_is_not_reworded_nor_kept_for_later(councillor):
    key = uuid4()
    first = asking.asked(by=councillor, sent_as=key)
    for act, words in (
        (asking.asked, {"words": "May I wait?"}),
        (asking.asked, {"kind": AdviceKind.USE}),
        (asking.asked, {"is_committee": True}),
        (asking.drafted, {}),
    ):
        with pytest.raises(Refused, match=f"{first} was sent at .*, in other words"):
            act(by=councillor, sent_as=key, **words)
    with pytest.raises(Refused, match="can’t be saved for later any more"):
        asking.drafted(by=councillor, sent_as=key, kind=first.kind)
    first.refresh_from_db()
    assert (first.words, first.kind) == (asking.WORDS, AdviceKind.BEFORE_POSTING)


def test_a_matter_for_a_committee_goes_to_the_monitoring_officer(councillor):
    asked = asking.asked(by=councillor, kind=AdviceKind.TECHNICAL, is_committee=True)

    assert (asked.team, asked.is_about_a_committee) == (AdviceTeam.MONITORING, True)
    assert asking.asked(by=councillor, kind="predetermination").is_about_a_committee
    assert not asking.asked(by=councillor).is_about_a_committee


def test_a_draft_is_its_owners_alone_and_nothing_of_it_stays(councillor, officer):
    draft = asking.drafted(by=councillor)
    assert not AdviceRequest.objects.visible_to(officer).exists()
    assert not Notice.objects.exists()
    words = "May I answer this?"

    changed = asking.drafted(by=councillor, draft=draft, words=words)
    sent = asking.asked(by=councillor, draft=draft, kind=AdviceKind.MESSAGE, words=words)

    assert changed == sent == draft
    assert AdviceRequest.objects.visible_to(officer).get() == sent
    assert {one.words for one in history_of(AdviceRequest)} == {words}
    with pytest.raises(Refused, match="Changing it can’t be done"):
        asking.drafted(by=councillor, draft=draft)


def test_a_draft_is_thrown_away_with_its_history(councillor, other):
    draft = asking.drafted(by=councillor)
    with pytest.raises(Refused, match="Only whoever asked"):
        actions.throw_away_advice(asked=draft, by=other)
    with pytest.raises(Refused, match="Only whoever asked"):
        asking.asked(by=other, draft=draft)

    actions.throw_away_advice(asked=draft, by=councillor)

    assert not AdviceRequest.objects.exists()
    assert not history_of(AdviceRequest).exists()


# Who sees it


SEEN = {
    ("information", "message"): {Role.INFORMATION_OFFICER},
    ("information", "data"): {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER},
    ("monitoring", "before_posting"): {Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER},
    ("desk", "technical"): {Role.ICT_DESK},
}


@pytest.mark.parametrize(("team", "kind"), SEEN)
def test_its_team_sees_it_and_whoever_asked_and_nobody_else(
    team, kind, councillor, other, officers
):
    asked = asking.asked(by=councillor, kind=kind)

    assert asked.team == team
    seeing = {
        role for role, one in officers.items() if AdviceRequest.objects.visible_to(one).exists()
    }
    assert seeing == SEEN[team, kind]
    assert {role for role, one in officers.items() if may_advise(asked, one)} == (
        SEEN[team, kind] - {Role.DATA_PROTECTION_OFFICER}
    )
    assert AdviceRequest.objects.visible_to(councillor).get() == asked
    assert not AdviceRequest.objects.visible_to(other).exists()


def test_whose_account_is_closed_sees_nothing(row, councillor):
    councillor.is_active = False

    assert not AdviceRequest.objects.visible_to(councillor).exists()


def test_nobody_answers_their_own(councillor, chief):
    both = given.officer(Role.MONITORING_OFFICER)
    given.term(both)
    both = User.objects.get(pk=both.pk)
    asked = asking.asked(by=both)

    assert teams_of(both) == [AdviceTeam.MONITORING]
    assert not AdviceRequest.objects.to_advise(both).exists()
    assert both not in advisers(asked)
    assert not Notice.objects.filter(kind="advice_asked", to=both).exists()
    with pytest.raises(Refused, match="You asked this yourself"):
        asking.taken_on(asked, by=both)
    with pytest.raises(Refused, match="You asked this yourself"):
        asking.answered(asked, by=both)
    assert asking.answered(asked, by=chief).answered_by == chief


@pytest.mark.parametrize(
    "act", ["take_on_advice", "ask_more", "go_on_advice", "answer_advice", "add_to_answer"]
)
def test_only_its_team_advises(act, row, officers):
    words = WORDS.get(act, {})
    for role in (Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.ADMINISTRATOR):
        with pytest.raises(Refused, match="Only the team"):
            getattr(actions, act)(asked=row, by=officers[role], **words)
    with pytest.raises(Refused, match="Only the team"):
        actions.escalate_advice(asked=row, reason="Why", by=officers[Role.INFORMATION_OFFICER])


# Answering


def test_an_answer_says_first_that_it_is_no_permission(row, chief, councillor):
    done = asking.answered(row, by=chief)

    assert done.reply.startswith("Advice, not permission.")
    assert done.reply.endswith(asking.ADVICE)
    assert (done.status, done.handler, done.answered_by) == ("answered", chief, chief)
    assert Notice.objects.get(kind="advice_answered").to == councillor
    assert Entry.objects.filter(kind="breaches.advice_answered").count() == 1
    with pytest.raises(Refused, match="Write a few words"):
        asking.answered(row, by=chief, words=" ")


def test_who_answers_second_loses_no_word(row, chief, officers, councillor):
    deputy = officers[Role.DEPUTY_MONITORING_OFFICER]
    asking.answered(row, by=chief)

    for _twice in range(2):
        second = asking.answered(row, by=deputy, words="Wait until the meeting.")

    assert (second.answered_by, second.answer) == (chief, asking.ADVICE)
    kept = AdviceEntry.objects.get(what="crossed")
    assert (kept.entered_by, kept.words) == (deputy, "Wait until the meeting.")
    asking.answered(row, by=chief)
    assert AdviceEntry.objects.filter(what="crossed").count() == 1
    assert Notice.objects.filter(kind="advice_answered").count() == 1


def test_an_answer_is_added_to_and_its_ten_days_begin_again(row, chief, councillor):
    asking.answered(row, by=chief)

    with time_machine.travel("2026-12-01 10:00Z"):
        done = actions.add_to_answer(asked=row, words="Ask again in May.", by=chief)

    assert done.closes_on == date(2026, 12, 15)
    assert Notice.objects.get(kind="advice_added").to == councillor
    with pytest.raises(Refused, match="added already"):
        actions.add_to_answer(asked=row, words="Ask again in May.", by=chief)


def test_it_is_taken_on_once_and_taken_over_by_a_colleague(message, officer, colleague):
    assert asking.taken_on(message, by=officer).handler == officer
    with pytest.raises(Refused, match="look at it already"):
        asking.taken_on(message, by=officer)
    assert asking.taken_on(message, by=colleague).handler == colleague
    assert AdviceRequest.objects.get().status == "assigned"


def test_more_is_asked_for_and_told_and_the_target_counts_anew(message, officer, councillor):
    asking.waiting(message, by=officer)
    assert Notice.objects.get(kind="advice_more").to == councillor

    with time_machine.travel("2026-11-26 10:00Z"):
        done = actions.reply_advice(asked=message, words="The one at the school.", by=councillor)

    assert (done.status, done.handler) == ("assigned", officer)
    assert done.due_at == datetime(2026, 11, 27, 17, tzinfo=LONDON)
    assert Notice.objects.get(kind="advice_replied").to == officer
    assert AdviceEntry.objects.get(what="replied").words == "The one at the school."


def test_where_nobody_looks_at_it_any_more_the_team_is_told(
    message, officer, colleague, councillor
):
    asking.waiting(message, by=officer)
    for held in officer.appointments.all():
        held.ends_on = date(2026, 11, 20)
        held.keep(by=None, why="Test")

    actions.reply_advice(asked=message, words="Both.", by=councillor)

    assert Notice.objects.get(kind="advice_replied").to == colleague


def test_an_officer_goes_on_without_more(message, officer):
    asking.waiting(message, by=officer)

    with time_machine.travel("2026-11-30 10:00Z"):
        done = actions.go_on_advice(asked=message, by=officer)

    assert (done.status, done.due_at.date()) == ("assigned", date(2026, 12, 1))


def test_what_was_asked_is_passed_to_the_monitoring_officer_and_seen_no_more(
    message, officer, chief, councillor
):
    asking.taken_on(message, by=officer)
    with pytest.raises(Refused, match="Write a few words"):
        actions.escalate_advice(asked=message, reason="", by=officer)

    done = actions.escalate_advice(asked=message, reason="It is about the code.", by=officer)

    assert (done.status, done.team, done.handler) == ("escalated", AdviceTeam.MONITORING, None)
    assert done.due_at == message.due_at
    assert not AdviceRequest.objects.visible_to(officer).exists()
    assert Notice.objects.filter(kind="advice_asked", to=chief).count() == 1
    asking.taken_on(done, by=chief)
    with pytest.raises(Refused, match="with the Monitoring Officer already"):
        actions.escalate_advice(asked=done, reason="Again.", by=chief)


def test_it_is_passed_on_only_while_it_is_looked_at(message, officer):
    with pytest.raises(Refused, match="Passing it on can’t be done"):
        actions.escalate_advice(asked=message, reason="Why.", by=officer)


@pytest.mark.parametrize("act", ["withdraw_advice", "accept_advice", "reply_advice"])
def test_only_whoever_asked_does_what_is_theirs(act, row, chief, other):
    for by in (chief, other):
        with pytest.raises(Refused, match="Only whoever asked"):
            getattr(actions, act)(asked=row, by=by, **WORDS.get(act, {}))


def test_whoever_asked_says_that_they_are_content(row, chief, councillor):
    asking.answered(row, by=chief)

    done = actions.accept_advice(asked=row, by=councillor)

    assert (done.status, done.is_accepted) == ("closed", True)
    assert done.ended_at is not None


# Targets


@pytest.mark.parametrize(
    ("kind", "moment", "due"),
    [
        ("before_posting", "2026-11-23 10:00", "2026-11-23 17:00"),
        ("before_posting", "2026-11-23 06:30", "2026-11-23 17:00"),
        ("before_posting", "2026-11-23 16:59", "2026-11-23 17:00"),
        ("before_posting", "2026-11-23 17:00", "2026-11-24 17:00"),
        ("before_posting", "2026-11-27 19:00", "2026-11-30 17:00"),
        ("before_posting", "2026-11-28 10:00", "2026-11-30 17:00"),
        ("before_posting", "2026-12-24 18:00", "2026-12-29 17:00"),
        ("message", "2026-11-23 10:00", "2026-11-24 17:00"),
        ("message", "2026-11-28 10:00", "2026-12-01 17:00"),
        ("use", "2026-11-23 10:00", "2026-11-26 17:00"),
        ("technical", "2026-11-26 18:00", "2026-12-02 17:00"),
        ("data", "2026-03-26 10:00", "2026-03-31 17:00"),
        ("message", "2031-06-02 10:00", "2031-06-03 17:00"),
    ],
)
def test_by_when_it_is_answered(kind, moment, due, made_once):
    here = datetime.fromisoformat(moment).replace(tzinfo=LONDON)

    found = due_at(kind, here.astimezone(UTC), Council.objects.the())

    assert found.astimezone(LONDON).isoformat(" ", "minutes")[:16] == due


def test_a_day_on_which_the_council_is_closed_does_not_count(made_once):
    ClosureDay(day=date(2026, 11, 24), name="Training").keep(by=None, why="Test")
    moment = datetime(2026, 11, 23, 18, tzinfo=UTC)

    due = due_at("before_posting", moment, Council.objects.the())

    assert due.astimezone(LONDON).date() == date(2026, 11, 25)


def test_ten_working_days_of_silence(made_once):
    council = Council.objects.the()

    assert closes_on(date(2026, 12, 18), council) == date(2027, 1, 6)
    assert closes_on(date(2031, 1, 1), council) == date(2031, 1, 15)


# What the clock does


def test_silence_for_ten_working_days_closes_it(row, chief):
    asking.answered(row, by=chief)

    with time_machine.travel("2026-12-07 22:00Z"):
        assert close_silent() == 0
    with time_machine.travel("2026-12-08 03:40Z"):
        assert close_silent() == 1
        assert close_silent() == 0

    row.refresh_from_db()
    assert (row.status, row.is_accepted) == ("closed", False)
    assert row.entries.get(what="silent").entered_by is None
    assert row.history.first().history_change_reason == "Closing it"


def test_what_the_clock_did_leaves_evidence(row, chief):
    asking.answered(row, by=chief)
    with time_machine.travel("2026-12-08 03:40Z"):
        close_silent()
    closed = Entry.objects.get(kind="breaches.advice_silent")
    with time_machine.travel("2029-12-09"):
        assert forget_advice() == 1
        assert forget_advice() == 0
    gone = Entry.objects.get(kind="breaches.advice_deleted")

    assert (closed.actor, gone.actor) == (None, None)
    assert closed.subject == gone.subject == subject_of(row)


def test_what_waits_for_whoever_asked_is_closed_after_ten_working_days(
    message, row, officer, chief
):
    asking.waiting(message, by=officer)
    with time_machine.travel("2026-11-30 10:00Z"):
        asking.waiting(row, by=chief)
        asking.taken_on(message, by=asking.information())

    with time_machine.travel("2026-12-07 22:00Z"):
        assert close_silent() == 0
    with time_machine.travel("2026-12-08 03:40Z"):
        assert close_silent() == 1
        assert close_silent() == 0

    message.refresh_from_db()
    assert message.status == "withdrawn"
    assert message.entries.get(what="silent").entered_by is None
    row.refresh_from_db()
    assert row.status == "needs_info"
    with time_machine.travel("2029-12-09"):
        assert forget_advice() == 1


def test_what_is_kept_for_a_request_is_not_deleted(councillor, officer, other):
    people.records_kept(covers="council_work", by=officer)
    hold = people.records_kept(
        covers="everything", councillor=people.accepted(councillor), by=officer
    )
    for asker in (councillor, other):
        asking.drafted(by=asker)
        actions.withdraw_advice(asked=asking.asked(by=asker), by=asker)

    with time_machine.travel("2029-12-01"):
        assert forget_advice() == 2
        assert not AdviceRequest.objects.filter(asker=other).exists()
        end_hold(hold=hold, by=officer)
        assert forget_advice() == 2


def test_it_closes_many_in_as_many_queries_as_few(councillor, chief):
    def close(count):
        for _ in range(count):
            asking.answered(asking.asked(by=councillor), by=chief)
        with (
            time_machine.travel("2026-12-20"),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            assert close_silent() == count
        return len(queries)

    assert close(1) == close(6)


STAGES = {"2026-11-24": 0, "2026-11-25": 0, "2026-11-26": 1, "2026-11-27": 2, "2026-12-03": 2}


def test_reminders_come_on_the_day_the_day_after_and_each_week(councillor, officer, colleague):
    asked = asking.asked(by=councillor, kind=AdviceKind.USE)  # due on Thursday 26 November
    asking.taken_on(asked, by=officer)

    for day, told in {**STAGES, "2026-12-04": 3}.items():
        with time_machine.travel(f"{day} 04:40Z"):
            remind_of_advice()
            assert remind_of_advice() == 0
        assert Notice.objects.filter(kind__in=["advice_due", "advice_late"]).count() == told, day

    assert {one.to for one in Notice.objects.filter(kind="advice_late")} == {officer}


def test_where_nobody_looks_at_it_all_of_the_team_are_reminded(message, officer, colleague):
    with time_machine.travel("2026-11-24 04:40Z"):
        assert remind_of_advice() == 2
    told = Notice.objects.filter(kind="advice_due")
    assert {one.to for one in told} == {officer, colleague}


@pytest.mark.parametrize("leaves", ["account", "office"])
def test_where_who_looked_at_it_has_left_the_team_is_reminded(leaves, message, officer, colleague):
    asking.taken_on(message, by=officer)
    if leaves == "account":
        officer.is_active = False
        officer.keep(by=None, why="Test")
    for held in officer.appointments.all() if leaves == "office" else ():
        held.ends_on = date(2026, 11, 20)
        held.keep(by=None, why="Test")

    with time_machine.travel("2026-12-08 04:40Z"):
        assert remind_of_advice() == 1

    assert Notice.objects.get(kind="advice_late").to == colleague


def test_nobody_is_reminded_of_what_they_asked(chief):
    given.term(chief)
    asking.asked(by=User.objects.get(pk=chief.pk))

    with time_machine.travel("2026-11-24 04:40Z"):
        remind_of_advice()

    assert not Notice.objects.filter(kind="advice_late", to=chief).exists()
    assert Notice.objects.filter(kind="advice_late").exists()


def test_what_waits_for_whoever_asked_is_no_officers_turn(message, officer):
    asking.waiting(message, by=officer)

    with time_machine.travel("2026-12-20"):
        assert remind_of_advice() == 0


def test_a_message_that_is_true_no_more_is_not_sent(row, chief, councillor):
    with time_machine.travel("2026-11-24 04:40Z"):
        remind_of_advice()
    mine = Notice.objects.filter(to=chief)
    asked, late = mine.get(kind="advice_asked"), mine.get(kind="advice_late")
    receipt = Notice.objects.get(kind="advice_receipt")
    assert [unwanted(one) for one in (asked, late, receipt)] == ["", "", ""]

    asking.waiting(row, by=chief)
    more = Notice.objects.get(kind="advice_more")
    assert [unwanted(one) for one in (asked, late, receipt, more)] == [
        "no_longer_true",
        "no_longer_true",
        "",
        "",
    ]
    actions.reply_advice(asked=row, words="There.", by=councillor)
    replied = Notice.objects.get(kind="advice_replied")
    assert [unwanted(one) for one in (more, replied)] == ["no_longer_true", ""]

    asking.answered(row, by=chief)
    assert [unwanted(one) for one in (receipt, replied)] == ["no_longer_true"] * 2


def test_to_be_answered_today_is_not_said_once_it_is_late(message, officer):
    with time_machine.travel("2026-11-24 04:40Z"):
        remind_of_advice()
        due = Notice.objects.get(kind="advice_due", to=officer)
        assert unwanted(due) == ""
    with time_machine.travel("2026-11-24 17:01Z"):
        assert unwanted(due) == "no_longer_true"


def test_who_no_longer_advises_is_not_told(row, chief):
    notice = Notice.objects.get(kind="advice_asked", to=chief)
    AdviceRequest.objects.locked(row)
    row.is_committee, row.team = False, AdviceTeam.DESK
    row.keep(by=None, why="Test")

    assert unwanted(notice) == "no_longer_true"


def test_drafts_go_after_thirty_days_and_advice_after_three_years(councillor, chief, row):
    asking.drafted(by=councillor)
    asking.answered(row, by=chief)
    actions.accept_advice(asked=row, by=councillor)
    open_one = asking.asked(by=councillor)

    with time_machine.travel("2026-12-23 09:00Z"):
        assert forget_advice() == 0
    with time_machine.travel("2026-12-24"):
        assert forget_advice() == 1
    with time_machine.travel("2029-11-23"):
        assert forget_advice() == 0
    with time_machine.travel("2029-11-24"):
        assert forget_advice() == 1
        assert forget_advice() == 0

    assert AdviceRequest.objects.get() == open_one
    assert {one.id for one in history_of(AdviceRequest)} == {open_one.pk}
    assert set(AdviceEntry.objects.values_list("request", flat=True)) == {open_one.pk}


def test_what_was_published_stays_when_its_source_goes(councillor, officer):
    asked = asking.asked(by=councillor, kind=AdviceKind.MESSAGE)
    asking.answered(asked, by=officer)
    kept = asking.published(by=officer, source=asked)
    actions.accept_advice(asked=asked, by=councillor)

    with time_machine.travel("2029-11-24"):
        assert forget_advice() == 1

    assert PublishedAnswer.objects.get(pk=kept.pk).source is None


# What it is about, and the law


def test_it_is_about_what_somebody_was_reading(councillor):
    version = given.published()
    anchor = version.text[0].anchor
    slug, number = version.policy.slug, version.number

    clause = place_of(f"policy/{slug}/{number}/{anchor}", councillor)
    assert clause == Place(version, anchor, None)
    assert place_of(f"policy/{slug}/{number}", councillor) == Place(version)
    assert place_of(f"policy/{slug}/{number}/nothing", councillor) == Place(version)
    asked = asking.asked(by=councillor, place=clause)
    assert name_of(asked) == str(version)
    assert address_of(asked) == f"{version.get_absolute_url()}#{anchor}"
    whole = asking.asked(by=councillor, place=Place(version))
    assert address_of(whole) == version.get_absolute_url()


def test_it_is_about_a_channel(councillor):
    channel = people.channel()
    place = place_of(f"channel/{channel.pk}", councillor)
    asked = asking.asked(by=councillor, place=place)

    assert (name_of(place), address_of(asked)) == (str(channel), "")


def test_what_leads_nowhere_says_nothing(councillor):
    draft = given.draft()
    secret = f"policy/{draft.policy.slug}/{draft.number}"

    for about in ("", "nonsense", "policy/none/1.0", secret, "channel/999999999", "channel/x"):
        assert place_of(about, councillor) == Place(), about
    asked = asking.asked(by=councillor)
    assert (name_of(asked), address_of(asked)) == ("", "")


@pytest.mark.no_database
@pytest.mark.parametrize("nation", Nation)
def test_the_law_on_prior_views_is_known_for_england_and_wales_alone(nation):
    if nation in {"england", "wales"}:
        law = law_on_prior_views(nation)
        assert law.title == "Localism Act 2011, section 25"
        assert "closed mind when making the decision just because" in law.paragraphs[1]
    else:
        with pytest.raises(Refused, match="England and Wales only"):
            law_on_prior_views(nation)


def test_an_old_page_is_told_how_it_stands(row, councillor, chief):
    asking.answered(row, by=chief)

    with pytest.raises(Refused, match="is answered") as refusal:
        actions.withdraw_advice(asked=row, by=councillor)
    assert refusal.value.way[0] == row.get_absolute_url()


def test_late_is_what_is_our_turn_and_past_its_target(row, message, chief, officer):
    soon = row.due_at + timedelta(seconds=1)
    assert AdviceRequest.objects.late(soon).get() == row
    assert row.is_late(soon)
    assert not row.is_late(row.due_at)

    asking.answered(row, by=chief)
    assert not AdviceRequest.objects.late(soon).exists()
