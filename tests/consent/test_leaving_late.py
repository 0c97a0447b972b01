"""At the end of a term: what is entered late, who cannot be reached, and what goes all the same."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db.models import QuerySet
from django.utils import timezone

from consent.holding.actions import end_hold
from consent.keeping.actions import announce, delete_due
from consent.leaving import actions
from consent.leaving.carrying import sweep_leavers
from consent.leaving.reminding import remind_leavers, remind_officers, tell_of_deletion
from consent.leaving.rules import departures, successors_of
from consent.leaving.telling import TAKE_AGAIN, TO_LAPSE
from consent.models import (
    Channel,
    Constituent,
    ContactPermission,
    Leaving,
    LeavingStatus,
    Moderation,
    Parting,
    PartingStatus,
    SocialAccount,
    VideoCheck,
)
from consent.permitting.actions import answered
from consent.social.actions import keep_account, log_moderation
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.imports import actions as imports
from councilgov.imports.models import Import
from councilgov.ledger.models import Entry
from councilgov.notices import texts
from councilgov.notices.actions import deliver, unwanted
from councilgov.notices.models import Notice
from councilgov.people.actions import close_account, end_term
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.importing import files
from tests.consent.leavers import (
    FIRST,
    GONE,
    LAST_DAY,
    OVER,
    SEALED,
    SECOND,
    appointed,
    deciding,
    fresh,
    leaves,
    offering,
    on,
    reached,
    successor,
    sweep_each,
    taking,
    telling,
    the,
    ward_of,
)
from tests.consent.test_privacy import holding

L, P = LeavingStatus, PartingStatus
DIED_ON = date(2026, 11, 22)


@pytest.fixture
def me():
    given.council()
    return fresh(people.accepted(given.councillor(full_name="Jo Ash")))


@pytest.fixture
def sam(me):
    """Of the ward, with a telephone number."""
    person = people.person(councillor=me, full_name="Sam Sorrel")
    people.reached(person, handle="01632 960017")
    return person


@pytest.fixture
def leaver(me, sam):
    leaves(me)
    sweep_leavers()
    return me


def is_there(person):
    return Constituent.objects.filter(pk=person.pk).exists()


def sealed(person):
    list(sweep_each(OVER, SEALED))
    return Constituent.objects.get(pk=person.pk)


def told_each(*days):
    for day in days:
        with on(day):
            telling()


# Nobody is deleted untold


def close(person):
    administrator = given.somebody(Role.ADMINISTRATOR)
    close_account(person=fresh(person), reason="Left", by=administrator)


def test_where_a_notice_fails_an_officer_sets_the_day_and_writes(leaver, sam):
    appointed(leaver)
    told_each(OVER, SEALED)
    with on(FIRST):
        tell_of_deletion()
        close(leaver)
        deliver(until=timezone.now() + timedelta(seconds=10))
    told_each(SECOND, GONE, "2027-06-01")
    assert is_there(sam)
    assert the(leaver).waits_for_officer

    officer = given.somebody(Role.MEMBERS_SERVICES)
    with on("2027-06-01"):
        actions.begin_period(leaving=the(leaver), by=officer)
    told_each("2027-07-13")
    assert is_there(sam)
    for day in ("2027-07-13", "2027-07-27"):
        with on(day):
            actions.note_letter(leaving=the(leaver), by=officer)
    told_each("2027-08-02")
    assert is_there(sam)
    told_each("2027-08-03")
    assert not is_there(sam)


def test_a_notice_that_is_queued_and_not_sent_is_none(leaver, sam):
    reached(leaver)
    for day in (OVER, SEALED, FIRST, SECOND, GONE):
        with on(day):
            sweep_leavers()
            tell_of_deletion()
    assert is_there(sam)

    told_each("2027-02-03", "2027-02-09")
    assert is_there(sam)
    told_each("2027-02-10")
    assert not is_there(sam)


@pytest.mark.parametrize("nth", [0, 1], ids=["the first", "the second"])
def test_an_address_that_is_refused_has_an_officer_decide(leaver, sam, nth):
    reached(leaver)
    told_each(OVER, SEALED, FIRST, SECOND)
    notice = Notice.objects.filter(kind=TO_LAPSE).order_by("pk")[nth]
    Notice.objects.filter(pk=notice.pk).update(state="dead", sent_at=None)

    told_each(GONE)

    assert the(leaver).waits_for_officer
    assert is_there(sam)
    with on(GONE):
        actions.begin_period(leaving=the(leaver), by=given.somebody(Role.MEMBERS_SERVICES))
    told_each("2027-03-15")
    assert is_there(sam)
    told_each("2027-03-16")
    assert not is_there(sam)


def test_who_dies_after_the_seal_is_told_nothing_and_waits_for_an_officer(leaver, sam):
    told_each(OVER, SEALED)
    end = leaver.terms.get()
    end.end_reason = EndReason.DIED
    end.keep(by=None, why="Test")

    told_each(FIRST, SECOND, GONE)

    assert the(leaver).waits_for_officer
    assert not Notice.objects.filter(kind=TO_LAPSE).exists()


def test_an_officer_takes_the_day_back_and_all_of_it_is_evidence(me, sam):
    leaves(me, DIED_ON, EndReason.DIED)
    sweep_leavers()
    officer = given.somebody(Role.MEMBERS_SERVICES)

    actions.begin_period(leaving=the(me), by=officer)
    actions.stop_period(leaving=the(me), by=officer)
    told_each("2027-01-04", "2027-06-01")

    assert is_there(sam)
    kinds = ["consent.period_begun", "consent.period_stopped"]
    kept = Entry.objects.filter(kind__in=kinds, actor=officer)
    assert list(kept.order_by("pk").values_list("kind", flat=True)) == kinds


def test_nobody_stops_what_no_officer_began(leaver, sam):
    sealed(sam)
    officer = given.somebody(Role.MEMBERS_SERVICES)

    with pytest.raises(Refused, match="nothing to stop"):
        actions.stop_period(leaving=the(leaver), by=officer)


def test_nobody_else_stops_it(me, sam):
    leaves(me, DIED_ON, EndReason.DIED)
    sweep_leavers()
    actions.begin_period(leaving=the(me), by=given.somebody(Role.MEMBERS_SERVICES))

    with pytest.raises(Refused, match="nothing to stop"):
        actions.stop_period(leaving=the(me), by=given.somebody(Role.ICT_DESK))


def test_with_the_account_of_the_dead_nobody_chooses(me, sam):
    leaves(me, DIED_ON, EndReason.DIED)
    sweep_leavers()

    assert not Leaving.objects.visible_to(me).exists()
    with pytest.raises(Refused, match="nothing left to choose"):
        actions.decide(leaving=the(me), choice=P.TO_RETURN, by=me)


def test_the_dead_are_told_nothing_after_the_period_began(me, sam):
    leaves(me, DIED_ON, EndReason.DIED)
    sweep_leavers()
    actions.begin_period(leaving=the(me), by=given.somebody(Role.MEMBERS_SERVICES))

    told_each("2026-12-14", "2026-12-28")

    assert not Notice.objects.exists()


def test_the_dead_are_not_asked_what_becomes_of_their_records(me, sam):
    leaves(me, LAST_DAY, EndReason.DIED)
    sweep_leavers()

    assert remind_leavers() == 0


def test_nobody_is_asked_whose_account_is_closed(leaver, sam):
    close(leaver)

    assert remind_leavers() == 0


def test_the_private_address_is_nowhere_once_it_is_over(leaver, sam):
    actions.reach_at(councillor=leaver, address="robin@example.com", by=leaver)

    told_each(OVER, SEALED, FIRST, SECOND, GONE)

    assert the(leaver).status == L.LAPSED
    assert holding("robin@example.com") == set()


# The clock of retention


def test_what_is_sealed_is_not_deleted_for_want_of_contact(me, sam):
    leaves(me, DIED_ON, EndReason.DIED)
    sweep_leavers()

    for day in ("2027-10-26", "2027-11-24", "2027-12-30"):
        with on(day):
            announce()
            delete_due()

    assert is_there(sam)


def test_who_was_to_go_when_the_term_ended_goes_as_the_councillor_says(me, sam):
    council = Council.objects.the()
    council.contact_months = 1
    council.keep(by=None, why="Test")
    announce()
    leaves(me)

    for day in (OVER, "2026-12-30"):
        with on(day):
            sweep_leavers()
            announce()
            delete_due()

    assert Constituent.objects.get(pk=sam.pk).goes_on is None


def test_what_is_the_councils_still_goes_when_nothing_happens_for_a_year(me):
    met = people.person(councillor=me, capacity=Capacity.COUNCIL)
    leaves(me)
    list(sweep_each(OVER))

    officer = given.officer(Role.INFORMATION_OFFICER)
    assert remind_officers() == 0
    with on("2027-10-26"):
        announce()
        assert [remind_officers(), remind_officers()] == [1, 0]
        notice = Notice.objects.get(to=officer)
        assert "Fewer than 5" in texts.part_of(notice).body
        assert not unwanted(notice)
    with on("2027-11-24"):
        delete_due()
        assert unwanted(notice) == "no_longer_true"

    assert not is_there(met)


# In office again, entered late


def test_who_is_elected_again_gets_back_what_is_the_councils_too(me):
    met = people.person(councillor=me, capacity=Capacity.COUNCIL)
    leaves(me)
    list(sweep_each(OVER))
    assert the(me).status == L.DONE

    given.term(me, starts_on=LAST_DAY + timedelta(days=1))
    list(sweep_each("2026-12-09"))

    with on("2026-12-09"):
        assert list(Constituent.objects.visible_to(fresh(me))) == [met]


def test_also_where_all_was_decided_and_somebody_is_held(leaver, sam):
    people.kept(sam)
    deciding(sam)
    list(sweep_each(OVER))

    given.term(leaver, starts_on=LAST_DAY + timedelta(days=1))
    list(sweep_each("2026-12-09"))

    with on("2026-12-09"):
        assert list(Constituent.objects.visible_to(fresh(leaver))) == [sam]
    assert not Parting.objects.exists()


def test_who_stays_was_told_of_no_deletion(leaver, sam):
    told_each(OVER, SEALED, FIRST, SECOND)

    given.term(leaver, starts_on=LAST_DAY + timedelta(days=1))
    told_each("2027-01-27")

    row = the(leaver)
    assert (row.told_on, row.told_again_on, row.deletes_on, row.sealed_at) == (None,) * 4


def test_an_end_that_is_entered_late_leaves_ten_working_days_to_choose(me, sam):
    with on("2027-01-20"):
        leaves(fresh(me))
        sweep_leavers()

        assert the(me).status == L.OPEN
        assert the(me).answer_until == date(2027, 2, 3)


def test_a_term_of_long_ago_is_not_left_again_by_who_is_back(me):
    old = given.person()
    first = given.term(old, starts_on=date(2020, 5, 1))
    long_ago = timezone.now() - timedelta(days=900)
    end_term(term=first, ends_at=long_ago, reason=EndReason.RETIRED, by=None)
    given.term(old, starts_on=date(2026, 5, 5))
    people.person(councillor=fresh(old))
    keep_account(platform="Facebook", handle="jo", capacity="ward", by=fresh(old))

    assert not departures(timezone.now()).exists()


def test_a_held_person_of_an_earlier_term_wipes_no_import_of_the_next(leaver, sam, monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda: None)
    people.kept(sam)
    deciding(sam)
    list(sweep_each(OVER))
    with on("2026-12-10"):
        given.term(leaver, starts_on=date(2026, 12, 9))
        file = files.checked(fresh(leaver), files.row(full_name="Kit Yarrow"))

        sweep_leavers()

        assert Import.objects.filter(pk=file.pk).exists()


# The file


@pytest.mark.parametrize(
    "note",
    [
        lambda sam: people.reached(sam, handle="01632 960018"),
        lambda sam: people.contacted(
            sam.permissions.with_row().get(),
            permission=None,
            channel=people.channel("Telephone"),
        ),
        lambda sam: Constituent.objects.get(pk=sam.pk).keep(by=None, why="Corrected"),
    ],
    ids=["a number", "a contact", "the name"],
)
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_what_is_noted_after_the_file_needs_a_new_file(leaver, sam, note, is_confirmed):
    deciding(sam, P.TO_RETURN)
    taking(leaver)
    if is_confirmed:
        actions.confirm_file(leaving=the(leaver), by=leaver)
    note(sam)

    list(sweep_each(OVER))

    with on(OVER):
        with pytest.raises(Refused, match="Download the file first"):
            actions.confirm_file(leaving=the(leaver), by=leaver)
        (notice,) = Notice.objects.filter(kind=TAKE_AGAIN)
        assert not unwanted(notice)
        taking(leaver)
        assert unwanted(notice) == "no_longer_true"
        actions.confirm_file(leaving=the(leaver), by=leaver)
    assert not is_there(sam)


# Who takes over


def test_who_is_elected_is_told_when_their_term_begins(leaver, sam):
    elected = given.person()
    given.term(elected, ward=ward_of(leaver), starts_on=LAST_DAY + timedelta(days=1))
    offering(sam, elected)

    deliver(until=timezone.now() + timedelta(seconds=10))
    assert not mail.outbox
    told_each(OVER)

    assert [one.to for one in mail.outbox if "hand contacts over" in one.subject] == [
        [elected.email]
    ]


def test_who_said_no_is_told_when_they_are_asked_again_on_the_same_day(leaver, sam):
    heir = successor(leaver)
    offering(sam, heir)
    actions.decline(leaving=the(leaver), by=fresh(heir))

    offering(sam, heir)
    offering(sam, heir)

    assert Notice.objects.filter(kind="contacts_offered").count() == 2


def accepted_by(heir, person):
    offering(person, heir)
    actions.accept(leaving=the(person.councillor), by=fresh(heir))


def test_a_successor_whose_account_is_closed_gets_nobody(leaver, sam):
    heir = successor(leaver)
    accepted_by(heir, sam)
    close(heir)

    list(sweep_each(OVER))

    assert Parting.objects.get().status == P.DECLINED
    assert is_there(sam)


def test_a_closed_account_is_no_successor(leaver):
    close(successor(leaver))

    assert not successors_of(the(leaver)).exists()


def test_a_successor_who_is_of_another_ward_by_then_gets_nobody(leaver, sam):
    heir = successor(leaver)
    accepted_by(heir, sam)
    term = heir.terms.get()
    given.term(heir, starts_on=date(2026, 11, 1))
    end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    list(sweep_each(OVER))

    assert not Constituent.objects.filter(councillor=heir).exists()
    assert is_there(sam)


def test_whose_way_the_council_forbids_meanwhile_is_given_back(me):
    sam = people.person(councillor=me)
    people.granted(sam)
    heir = successor(me)
    leaves(me)
    sweep_leavers()
    accepted_by(heir, sam)
    QuerySet(Channel).filter(name="WhatsApp").update(status="not_allowed", why_not="No.")

    list(sweep_each(OVER))

    assert is_there(sam)
    assert not Constituent.objects.filter(councillor=heir).exists()
    assert Parting.objects.get().status == P.DECLINED
    assert Notice.objects.get(kind="contacts_declined").to == me


def test_a_no_to_the_successor_of_a_year_ago_binds_no_more(leaver, sam):
    heir = successor(leaver)
    theirs = people.asked(people.person(councillor=heir), handle="07700 900982")
    answered(permission=theirs, agreed=False, on=today(), by=heir)
    QuerySet(ContactPermission).filter(pk=theirs.pk).update(
        asked_on=date(2025, 11, 1), answered_on=date(2025, 11, 2)
    )
    people.granted(sam, handle="07700 900982")
    accepted_by(heir, sam)

    list(sweep_each(OVER))

    new = Constituent.objects.get(councillor=heir, full_name="Sam Sorrel")
    assert new.permissions.filter(channel__name="WhatsApp").exists()


def test_a_choice_and_an_answer_are_evidence(leaver, sam):
    heir = successor(leaver)
    offering(sam, heir)
    actions.decline(leaving=the(leaver), by=fresh(heir))
    accepted_by(heir, sam)

    kinds = ("consent.records_choice", "consent.records_declined", "consent.records_accepted")
    found = Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)
    assert list(found) == [kinds[0], kinds[1], kinds[0], kinds[2]]


# Sent twice


def test_a_choice_for_who_is_not_theirs_is_refused_in_words(leaver, sam):
    other = people.person()

    with pytest.raises(Refused, match="no longer there"):
        actions.decide(leaving=the(leaver), choice=P.TO_DELETE, by=leaver, person=other.pk)
    assert not Parting.objects.filter(constituent=other).exists()


# What they noted for themselves


@pytest.fixture
def account(me):
    row = keep_account(platform="Facebook", handle="jo", capacity="ward", by=me)
    log_moderation(
        account=row,
        on=date(2026, 11, 1),
        what="block",
        ground="abuse",
        by=me,
        who="zqtroll",
        other_way="email",
    )
    VideoCheck(councillor=me, on=today(), looks=[]).keep(by=me, why="Test")
    return row


def kept_for_themselves():
    models = (SocialAccount, Moderation, VideoCheck)
    return [rows.count() for one in models for rows in (one.objects.all(), one.history.all())]


def test_accounts_and_the_log_go_ten_working_days_after_the_term(me, account):
    leaves(me)

    list(sweep_each(OVER, "2026-12-21"))
    assert kept_for_themselves() == [1] * 6

    list(sweep_each(SEALED))
    assert kept_for_themselves() == [0] * 6
    assert Entry.objects.filter(kind="consent.left_accounts_deleted").count() == 1
    assert list(sweep_each(FIRST)) == [0]


@pytest.mark.parametrize("starts_on", [LAST_DAY + timedelta(days=1), date(2026, 12, 10)])
def test_they_stay_with_who_is_in_office_again(me, account, starts_on):
    leaves(me)
    list(sweep_each(OVER))
    given.term(me, starts_on=starts_on)

    list(sweep_each(SEALED, GONE))

    assert kept_for_themselves() == [1] * 6


@pytest.mark.parametrize("is_held", ["everything", "council_work"])
def test_what_is_held_stays_until_that_ends(me, account, is_held):
    officer = given.officer(Role.INFORMATION_OFFICER)
    QuerySet(SocialAccount).update(capacity="council")
    hold = people.records_kept(by=officer, covers=is_held, councillor=me)
    leaves(me)

    list(sweep_each(OVER, SEALED))
    kept = kept_for_themselves()
    end_hold(hold=hold, by=officer)
    list(sweep_each(FIRST))

    assert kept == ([1] * 6 if is_held == "everything" else [1] * 4 + [0] * 2)
    assert kept_for_themselves() == [0] * 6


def test_an_end_that_comes_earlier_than_planned_is_the_last_day(leaver, sam):
    term = leaver.terms.get()
    term.ends_at, term.end_reason = end_of_day(date(2026, 11, 25)), EndReason.DIED
    term.keep(by=None, why="Test")

    sweep_leavers()
    assert the(leaver).last_day == date(2026, 11, 25)

    list(sweep_each("2026-11-26"))
    assert the(leaver).waits_for_officer
