"""What an open request or case may need is not deleted until it is closed (domain, 4.5 no. 23)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.accepting.wording import USUAL_TERMS
from consent.adding.actions import forget_person
from consent.calling.actions import forget_checks
from consent.contacting.actions import remove_contact
from consent.erasing.actions import erase_people, list_erasures, replay
from consent.holding.actions import end_hold, hold_person, hold_records, review_hold
from consent.holding.checks import holds_on
from consent.holding.reminding import TO_REVIEW, remind_of_holds
from consent.holds import PersonHold, RecordsHold, free, held
from consent.keeping.actions import announce, delete_due
from consent.leaving.carrying import step_out, sweep_leavers
from consent.models import Constituent, Covers
from consent.social.actions import keep_account, log_moderation, remove_account, remove_moderation
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.actions import deliver, unwanted
from councilgov.notices.models import Dropped, Notice
from councilgov.notices.texts import part_of
from councilgov.people.actions import close_account, end_term
from councilgov.people.models import EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.leavers import FIRST, GONE, SEALED, SECOND, fresh, reached, telling
from tests.racing import at_once

EVERYTHING = Covers.EVERYTHING


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        ward = people.person(full_name="Sam Sorrel")
        work = people.person(councillor=ward.councillor, capacity=Capacity.COUNCIL)
        return ward, work, people.person(), given.officer(Role.INFORMATION_OFFICER)

    return shared(make)


@pytest.fixture
def ward(made_once):
    """Somebody whom a councillor knows from the ward."""
    return Constituent.objects.get(pk=made_once[0].pk)


@pytest.fixture
def work(made_once):
    """Somebody whom the same councillor meets for the council."""
    return Constituent.objects.get(pk=made_once[1].pk)


@pytest.fixture
def other(made_once):
    """Somebody of another councillor."""
    return Constituent.objects.get(pk=made_once[2].pk)


@pytest.fixture
def officer(made_once):
    return made_once[3]


@pytest.fixture
def browser(client, ward):
    client.force_login(ward.councillor)
    return client


def on(day):
    return time_machine.travel(f"{day} 12:00Z")


def sent(**fields):
    """What the form of a hold asks."""
    day = {"review_on_day": "23", "review_on_month": "12", "review_on_year": "2026"}
    return {"reason": "information", "reference": "FOI 2026/114"} | day | fields


# Whom it covers


def test_of_all_records_exactly_those_are_held_that_a_hold_covers(ward, work, other, officer):
    everybody = Constituent.objects.all()
    covered = {
        "nothing": set(),
        "one person": {ward},
        "council work": {work},
        "council work of another": set(),
        "everything of one": {ward, work},
    }
    found = {}
    for name, make in {
        "nothing": lambda: None,
        "one person": lambda: people.kept(ward),
        "council work": lambda: people.records_kept(by=officer),
        "council work of another": lambda: people.records_kept(
            by=officer, councillor=other.councillor
        ),
        "everything of one": lambda: people.records_kept(
            by=officer, covers=EVERYTHING, councillor=ward.councillor
        ),
    }.items():
        hold = make()
        found[name] = set(held(everybody))
        assert set(free(everybody)) == set(everybody) - found[name]
        assert {one for one in everybody if holds_on(one)} == found[name]
        if hold:
            end_hold(hold=hold, by=hold.held_by)

    assert found == covered
    assert not held(everybody).exists()


# What it stops


def test_no_clock_deletes_whom_a_hold_keeps_and_the_next_sweep_goes_on_when_it_ends(ward, other):
    with on("2027-11-01"):
        announce()
        hold = people.kept(ward)
        assert Constituent.objects.get(pk=ward.pk).goes_on is None
    with on("2028-01-10"):
        announce()
        delete_due()
        assert Constituent.objects.filter(pk=ward.pk).exists()
        assert not Constituent.objects.filter(pk=other.pk).exists()

        end_hold(hold=hold, by=ward.councillor)
        assert announce() == 1
        assert delete_due() == 0
    with on("2028-02-14"):
        assert delete_due() == 1


def test_it_also_keeps_what_a_councillor_leaves_behind(work, ward, officer):
    hold = people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)
    leave(ward.councillor)
    sweep_leavers()
    reached(ward.councillor)
    for day in (SEALED, FIRST, SECOND, GONE):
        with on(day):
            telling()
    assert Constituent.objects.filter(pk__in=[ward.pk, work.pk]).count() == 2

    end_hold(hold=hold, by=officer)
    with on(GONE):
        sweep_leavers()
    assert list(Constituent.objects.filter(pk__in=[ward.pk, work.pk])) == [work]


def leave(councillor):
    moment = timezone.now() - timedelta(minutes=1)
    end_term(term=councillor.terms.get(), ends_at=moment, reason=EndReason.RESIGNED, by=None)


def test_whoever_erases_leaves_those_who_are_held(ward, work):
    people.kept(ward)

    assert erase_people(people=[ward.pk, work.pk]) == 1
    assert Constituent.objects.filter(pk=ward.pk).exists()


def test_a_hold_that_comes_back_with_a_backup_holds_nobody_who_was_erased_since(
    ward, settings, tmp_path
):
    settings.ERASURES_DIR = tmp_path
    hold = people.kept(ward)
    backup = [Constituent.objects.get(pk=ward.pk), PersonHold.objects.get(pk=hold.pk)]
    end_hold(hold=hold, by=ward.councillor)
    forget_person(person=ward, by=ward.councillor)
    list_erasures()
    for row in backup:
        row.save(force_insert=True)

    assert replay() == 1


def test_the_councillor_is_told_politely_why_they_cannot_delete_somebody(browser, ward):
    people.kept(ward)
    page = reverse("consent:forget_person", args=[ward.pk])

    answer = browser.post(page, {"is_confirmed": "on"})

    assert "You keep this person for a request or a case. End that first." in answer.text
    shown = browser.get(ward.get_absolute_url()).text
    assert "A freedom of information request is open" in shown
    assert page not in shown


def test_what_the_council_holds_is_said_on_the_pages_of_its_councillor(browser, ward, officer):
    people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)

    with pytest.raises(Refused, match="nothing of this may be deleted for now") as refusal:
        forget_person(person=ward, by=ward.councillor)

    assert "FOI 2026/114" in str(refusal.value)
    for page in (ward.get_absolute_url(), reverse("consent:going")):
        assert "The information management team ends it" in browser.get(page).text


def test_of_one_who_is_held_no_contact_is_removed(ward):
    contact = people.contacted(people.verified(ward))
    hold = people.kept(ward)

    with pytest.raises(Refused, match="You keep this person"):
        remove_contact(contact=contact, by=ward.councillor)
    end_hold(hold=hold, by=ward.councillor)
    remove_contact(contact=contact, by=ward.councillor)


@pytest.mark.parametrize("capacity", [Capacity.COUNCIL, Capacity.WARD])
def test_nor_is_an_account_or_its_log_where_all_of_that_is_held(ward, officer, capacity):
    by = ward.councillor
    account = keep_account(platform="Facebook", handle="@ward", capacity=capacity, by=by)
    entry = log_moderation(account=account, on=today(), what="hide", ground="spam", by=by)
    people.records_kept(by=officer)

    for delete in (
        lambda: remove_moderation(moderation=entry, by=by),
        lambda: remove_account(account=account, by=by),
    ):
        if capacity == Capacity.COUNCIL:
            with pytest.raises(Refused, match="nothing of this may be deleted"):
                delete()
        else:
            delete()


def test_nor_are_the_checks_before_calls_of_one_whose_everything_is_held(ward, officer):
    people.records_kept(by=officer)
    forget_checks(by=ward.councillor)
    people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)

    with pytest.raises(Refused, match="nothing of this may be deleted"):
        forget_checks(by=ward.councillor)


@pytest.mark.django_db(transaction=True)
def test_what_is_deleted_at_that_moment_went_before_or_is_held():
    given.council()
    officer, owner = given.officer(Role.INFORMATION_OFFICER), given.councillor()
    work = [people.person(councillor=owner, capacity=Capacity.COUNCIL) for _n in range(4)]
    about = {"covers": Covers.COUNCIL_WORK, "councillor": None} | people.about_a_hold()

    (_hold, count), *_others = at_once(
        lambda: hold_records(by=officer, **about),
        *[lambda one=one: forget_person(person=one, by=owner) for one in work],
    )

    assert Constituent.objects.count() == count


# Who sets and ends it


def test_a_councillor_keeps_somebody_and_ends_it_on_their_page(browser, ward):
    page = reverse("consent:hold_person", args=[ward.pk])
    assert page in browser.get(ward.get_absolute_url()).text

    browser.post(page, sent())
    shown = browser.get(page).text
    assert ("FOI 2026/114" in shown, "23 November 2026" in shown) == (True, True)
    browser.post(page, sent(review_on_month="2", review_on_year="2027"))
    assert PersonHold.objects.get().review_on == date(2027, 2, 23)
    browser.post(page, {"end": "yes"})

    assert holds_on(ward) == []
    assert PersonHold.objects.get().ended_by == ward.councillor


def test_an_officer_keeps_records_that_they_do_not_see(client, officer, ward):
    client.force_login(officer)
    owner = ward.councillor

    sent_by_officer = sent(covers="everything", councillor=owner.pk, reference="SAR 7")
    told = client.post(reverse("consent:hold_records"), sent_by_officer, follow=True).text

    assert f"Everything that {owner.full_name} noted" in told
    assert "Sorrel" not in told
    hold = RecordsHold.objects.get()
    client.post(hold.get_absolute_url(), sent(review_on_month="2", review_on_year="2027"))
    client.post(hold.get_absolute_url(), {"end": "yes"})
    hold.refresh_from_db()
    assert (hold.ended_by, hold.review_on) == (officer, date(2027, 2, 23))
    everywhere = people.records_kept(by=officer)
    assert everywhere.what == "What all councillors noted for the council"
    assert "Ended" in client.get(hold.get_absolute_url()).text


def test_everything_is_kept_of_one_councillor_alone(client, officer):
    client.force_login(officer)

    told = client.post(reverse("consent:hold_records"), sent(covers="everything")).text

    assert "Select whose records they are" in told
    with pytest.raises(Refused, match="Select whose records they are"):
        people.records_kept(by=officer, covers=EVERYTHING)


def test_an_officer_ends_what_a_councillor_set_without_learning_on_whom(client, officer, ward):
    hold = people.kept(ward, reference="Case of S Sorrel")
    client.force_login(officer)
    listed = client.get(reverse("consent:holds")).text
    page = reverse("consent:end_person_hold", args=[hold.pk])
    assert page in listed

    shown = client.get(page).text
    client.post(page, {"is_confirmed": "on"})

    assert ward.councillor.full_name in shown
    assert "Sorrel" not in listed + shown
    hold.refresh_from_db()
    assert hold.ended_by == officer
    assert Notice.objects.get(kind="records_released").to == ward.councillor
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.AUDITOR, Role.ICT_DESK])
def test_no_other_officer_sets_sees_or_ends_one(role, ward, officer):
    by, own, records = given.officer(role), people.kept(ward), people.records_kept(by=officer)

    assert not RecordsHold.objects.visible_to(by).exists()
    assert not PersonHold.objects.to_end_by(by).exists()
    for act in (
        lambda: people.records_kept(by=by),
        lambda: end_hold(hold=records, by=by),
        lambda: end_hold(hold=own, by=by),
        lambda: review_hold(hold=records, review_on=own.review_on, by=by),
    ):
        with pytest.raises(Refused, match="Only"):
            act()


def test_nobody_keeps_anothers_person(ward, other):
    with pytest.raises(Refused, match="Only the councillor"):
        people.kept(other, by=ward.councillor)
    hold = people.kept(other)
    with pytest.raises(Refused, match="Only the councillor"):
        end_hold(hold=hold, by=ward.councillor)
    with pytest.raises(Refused, match="Only the councillor"):
        review_hold(hold=hold, review_on=hold.review_on, by=ward.councillor)


def test_one_hold_of_each_person_and_one_end_of_each_hold(ward):
    hold = people.kept(ward)
    with pytest.raises(Refused, match="You keep this person already"):
        people.kept(ward)

    end_hold(hold=hold, by=ward.councillor)
    with pytest.raises(Refused, match="This has ended on 23 November 2026 already"):
        end_hold(hold=hold, by=ward.councillor)
    assert people.kept(ward).pk != hold.pk


@pytest.mark.parametrize(
    ("day", "is_fine"),
    [
        (date(2026, 11, 23), False),
        (date(2026, 11, 24), True),
        (date(2027, 11, 23), True),
        (date(2027, 11, 24), False),
    ],
    ids=["today", "tomorrow", "in a year", "later"],
)
def test_it_is_looked_at_again_within_a_year(ward, day, is_fine):
    about = people.about_a_hold() | {"review_on": day, "person": ward, "by": ward.councillor}
    if is_fine:
        assert hold_person(**about).review_on == day
    else:
        with pytest.raises(Refused, match="no later than 23 November 2027"):
            hold_person(**about)


def as_officer(user):
    """The same person, appointed to information management too."""
    given.actions.appoint(officer=user, role=Role.INFORMATION_OFFICER, starts_on=today(), by=None)
    return fresh(user)


@pytest.mark.parametrize("is_all", [True, False], ids=["of all", "of everything of theirs"])
def test_an_officer_who_is_a_councillor_too_decides_on_no_hold_of_their_own(ward, officer, is_all):
    theirs = {} if is_all else {"covers": EVERYTHING, "councillor": ward.councillor}
    hold = people.records_kept(by=officer, **theirs)
    me = as_officer(ward.councillor)

    for act in (
        lambda: people.records_kept(by=me, reference="SAR 9", **theirs),
        lambda: review_hold(hold=hold, review_on=date(2027, 2, 23), by=me),
        lambda: end_hold(hold=hold, by=me),
    ):
        with pytest.raises(Refused, match="Another officer decides on it"):
            act()
    shown = Client()
    shown.force_login(me)
    page = shown.get(hold.get_absolute_url()).text
    assert "Another officer looks at it again and ends it" in page
    assert "It is closed: end this" not in page


def test_what_another_councillor_noted_they_may_decide_on(ward, other):
    me = as_officer(ward.councillor)

    end_hold(hold=people.records_kept(by=me, councillor=other.councillor), by=me)


def test_who_left_office_and_is_an_officer_now_decides_on_nothing_that_they_noted(ward, officer):
    work = people.person(councillor=ward.councillor, capacity=Capacity.COUNCIL)
    own, records = people.kept(ward), people.records_kept(by=officer)
    leave(ward.councillor)
    me = as_officer(ward.councillor)

    assert work.councillor == me
    with pytest.raises(Refused, match="Another officer decides on it"):
        end_hold(hold=records, by=me)
    with pytest.raises(Refused, match="Only the councillor"):
        end_hold(hold=own, by=me)


def test_ward_records_are_kept_on_terms_alone_that_say_so(officer):
    people.terms("Yours alone.", foresees_holding=False)
    owner = people.accepted(given.councillor())
    everything = {"by": officer, "covers": EVERYTHING, "councillor": owner}

    with pytest.raises(Refused, match="accepted no terms of ward records that say") as refusal:
        people.records_kept(**everything)
    assert refusal.value.field == "covers"
    people.records_kept(by=officer, councillor=owner)

    people.terms("Yours, but.", asks_again=True, foresees_holding=True)
    with pytest.raises(Refused, match="accepted no terms of ward records that say"):
        people.records_kept(**everything)
    people.accepted(owner)
    people.records_kept(**everything)


def test_the_usual_terms_say_so(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    page = client.get(reverse("consent:terms")).text

    assert "an information management officer can keep it from being deleted" in str(USUAL_TERMS)
    assert 'name="foresees_holding"' in page


def test_the_same_records_are_kept_once_for_each_request(client, officer, work):
    client.force_login(officer)
    page = reverse("consent:hold_records")
    client.post(page, sent(covers="council_work", reference="FOI 1"))

    again = client.post(page, sent(covers="council_work", reference="foi 1"))

    assert "These records are kept for this reference already." in again.text
    assert Notice.objects.filter(kind="records_held").count() == 1
    end_hold(hold=RecordsHold.objects.get(), by=officer)
    people.records_kept(by=officer, reference="FOI 1")
    people.records_kept(by=officer, reference="FOI 2")


def test_how_many_people_it_covers_is_told_of_five_councillors_or_more(client, officer, work):
    client.force_login(officer)
    page, told = reverse("consent:hold_records"), "People whose records it covers today"
    whose = sent(covers="everything", councillor=work.councillor_id, reference="SAR 7")
    few = [
        client.post(page, whose, follow=True).text,
        client.post(page, sent(covers="council_work", reference="FOI 4"), follow=True).text,
    ]
    for _n in range(4):
        people.person(capacity=Capacity.COUNCIL)
    many = client.post(page, sent(covers="council_work", reference="FOI 5"), follow=True).text

    assert [told in text for text in few] == [False, False]
    assert f"{told}: 5." in many


def test_a_second_press_on_the_end_says_when_it_ended(browser, ward):
    people.kept(ward)
    page = reverse("consent:hold_person", args=[ward.pk])
    browser.post(page, {"end": "yes"})

    again = browser.post(page, {"end": "yes"})

    assert "This has ended on 23 November 2026 already" in again.text
    assert "Select why" not in again.text
    assert "Select why" in browser.post(page, {"reference": "FOI 1"}).text


# What is told


def test_evidence_of_it_names_nobody(ward, officer):
    hold = people.kept(ward)
    review_hold(hold=hold, review_on=date(2027, 2, 23), by=ward.councillor)
    end_hold(hold=hold, by=officer)
    people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)

    entries = Entry.objects.filter(kind__startswith="consent.hold_").order_by("pk")
    kinds = [entry.kind.removeprefix("consent.hold_") for entry in entries]
    assert kinds == ["set", "reviewed", "ended", "set"]
    assert entries[1].facts == '{"review_on":"2027-02-23"}'
    assert not any(entry.names.exists() for entry in entries)
    assert "Sorrel" not in str([entry.facts for entry in entries])


def test_those_whose_records_are_held_and_released_are_told(ward, work, other, officer):
    hold = people.records_kept(by=officer)
    (notice,) = Notice.objects.filter(kind="records_held")
    deliver(until=timezone.now() + timedelta(seconds=5))
    end_hold(hold=hold, by=officer)
    deliver(until=timezone.now() + timedelta(seconds=5))

    assert notice.to == work.councillor
    first, second = (str(letter.message()) for letter in mail.outbox)
    assert "nothing that you noted in the portal for the council is deleted" in first.replace(
        "\n", " "
    )
    assert "Subject: What you noted no longer has to be kept" in second
    assert "You can delete these again" in second.replace("\n", " ")


def released(hold, by):
    """Who is told, and in which words, that this hold has ended."""
    end_hold(hold=hold, by=by)
    rows = [row for row in Notice.objects.filter(kind="records_released") if not unwanted(row)]
    return [(row.to, part_of(row)) for row in rows]


def test_nobody_is_told_that_they_may_delete_what_another_request_keeps(work, officer):
    first, second = (people.records_kept(by=officer, reference=one) for one in ("FOI 1", "FOI 2"))

    assert released(first, officer) == []
    ((to, text),) = released(second, officer)
    assert to == work.councillor
    assert "But not yet all" not in text.body


def test_what_is_still_kept_is_said_to_whom_something_may_be_deleted_again(work, ward, officer):
    everything = people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)
    people.records_kept(by=officer, reason="claim", reference="Claim 7")
    people.kept(ward)

    ((_to, text),) = released(everything, officer)

    assert text.subject == "Some of what you noted no longer has to be kept"
    assert "There is a claim in court, or one is likely. So nothing that you noted in the" in (
        text.body.replace("\n", " ")
    )
    assert "messages on your phone" in text.body
    assert "Whom you keep yourself for a request or a case stays." in text.body
    assert "Claim 7" not in text.body


def test_it_is_not_said_of_one_whom_all_records_keep_nor_once_they_are_kept_again(ward, officer):
    hold = people.kept(ward)
    again = people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)
    assert released(hold, officer) == []
    assert not Notice.objects.filter(kind="records_released").exists()

    assert len(released(again, officer)) == 1
    people.records_kept(by=officer, covers=EVERYTHING, councillor=ward.councillor)
    assert unwanted(Notice.objects.get(kind="records_released")) == Dropped.NO_LONGER_TRUE


def test_who_ends_their_own_is_not_told_of_it(ward):
    end_hold(hold=people.kept(ward), by=ward.councillor)

    assert not Notice.objects.filter(kind="records_released").exists()


def test_the_pages_say_every_request_for_which_somebody_is_kept(browser, work, officer):
    people.records_kept(by=officer, reference="FOI 1")
    people.records_kept(by=officer, reference="FOI 2", councillor=work.councillor)
    people.kept(work)

    for page, requests in (
        (work.get_absolute_url(), 3),
        (reverse("consent:going"), 2),
    ):
        shown = browser.get(page).text
        assert shown.count("A freedom of information request is open.") == requests
        assert ("FOI 1" in shown, "FOI 2" in shown) == (True, True)


def test_to_keep_somebody_spares_nobody_else(ward, other, officer):
    with on("2027-11-01"):
        announce()
        people.contacted(people.granted(other))
        people.kept(ward)

        assert Constituent.objects.get(pk=ward.pk).goes_on is None
        assert Constituent.objects.get(pk=other.pk).goes_on


def test_who_is_to_look_at_it_is_reminded_once_a_week(ward, other, officer):
    people.kept(ward)
    people.kept(people.person(councillor=ward.councillor))
    people.records_kept(by=officer, councillor=other.councillor, covers=EVERYTHING)
    told = {}
    for day in ("2026-12-22", "2026-12-23", "2026-12-24", "2026-12-28"):
        with on(day):
            told[day] = remind_of_holds()

    assert list(told.values()) == [0, 2, 0, 2]
    assert set(Notice.objects.filter(kind=TO_REVIEW).values_list("to", flat=True)) == {
        ward.councillor_id,
        officer.pk,
    }


def test_the_reminder_says_how_many_and_is_left_out_once_somebody_looked(ward):
    hold = people.kept(ward)
    with on("2026-12-23"):
        remind_of_holds()
        notice = Notice.objects.get(kind=TO_REVIEW)
        text = part_of(notice)
        assert "You keep 1 person for a request or a case. Is it still open?" in text.body
        assert reverse("consent:going") in text.body
        assert "Look at it now" in as_seen_by(ward.councillor, "consent:going")
        assert unwanted(notice) == ""

        review_hold(hold=hold, review_on=date(2027, 3, 1), by=ward.councillor)
        assert unwanted(notice) == Dropped.NO_LONGER_TRUE


def test_officers_look_at_what_a_councillor_left_behind(ward, officer):
    people.kept(ward)
    leave(ward.councillor)
    with on("2026-12-23"):
        assert remind_of_holds() == 1
        notice = Notice.objects.get(kind=TO_REVIEW)
        assert notice.to == officer
        assert reverse("consent:holds") in part_of(notice).body
        assert "Records are kept for 1 request or case that is to be" in part_of(notice).body


def close(councillor):
    close_account(person=councillor, reason="Left", by=given.officer(Role.MEMBERS_SERVICES))


def back_after_a_gap(councillor):
    """They left on 30 November and are back since 5 December: both entered on the 10th."""
    with on("2026-12-10"):
        (term,) = councillor.terms.all()
        left_at = datetime(2026, 12, 1, tzinfo=UTC)
        end_term(term=term, ends_at=left_at, reason=EndReason.RESIGNED, by=None)
        given.term(councillor, starts_on=date(2026, 12, 5))
        step_out()


@pytest.mark.parametrize("ends", [back_after_a_gap, close])
def test_officers_look_at_what_its_councillor_cannot_end_any_more(ward, officer, ends):
    people.kept(ward)
    ends(ward.councillor)
    with on("2027-01-10"):
        assert remind_of_holds() == 1
        notice = Notice.objects.get(kind=TO_REVIEW)
        assert (notice.to, unwanted(notice)) == (officer, "")


def as_seen_by(user, name):
    client = Client()
    client.force_login(user)
    return client.get(reverse(name)).text


# The rows


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"covers": "ward"}, "covers_known"),
        ({"covers": EVERYTHING}, "everything_is_somebodys"),
        ({"reference": ""}, "has_a_reference"),
    ],
)
def test_no_other_hold_of_records_can_be_kept(officer, wrong, constraint):
    hold = people.records_kept(by=officer)
    for name, value in wrong.items():
        setattr(hold, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        hold.save()


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"reference": ""}, "has_a_reference"),
        ({"reason": "other"}, "reason_known"),
        ({"ended_at": None}, "ended_at_together"),
    ],
)
def test_no_other_hold_can_be_kept(ward, wrong, constraint):
    hold = end_hold(hold=people.kept(ward), by=ward.councillor)
    for name, value in wrong.items():
        setattr(hold, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        hold.save()


def test_with_the_person_their_holds_go_history_too(ward):
    hold = end_hold(hold=people.kept(ward), by=ward.councillor)
    forget_person(person=ward, by=ward.councillor)

    assert not PersonHold.objects.exists()
    assert not PersonHold.history.filter(id=hold.pk).exists()
