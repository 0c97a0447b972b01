"""The pages and messages at the end of a term: for who leaves, who takes over, and officers."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from consent.leaving import actions
from consent.leaving.carrying import sweep_leavers
from consent.leaving.reminding import TO_DECIDE, TO_LAPSE, remind_leavers, tell_of_deletion
from consent.models import Constituent, Parting, PartingStatus
from consent.stopping.actions import make_link, stop
from consent.tasks import step_out
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.notices import texts
from councilgov.notices.actions import deliver, unwanted
from councilgov.notices.models import Notice
from councilgov.offboarding.actions import choose_contact, pause
from councilgov.offboarding.following import start
from councilgov.offboarding.models import OffboardingCase
from councilgov.people.models import EndReason
from tests import given
from tests.consent import people, planting
from tests.consent.leavers import (
    FIRST,
    OVER,
    SEALED,
    SECOND,
    appointed,
    deciding,
    fresh,
    leaves,
    offering,
    on,
    successor,
    sweep_each,
    the,
)

P = PartingStatus
PAGE, ALL, FILE = "consent:leaving", "consent:decide_all", "consent:take_file"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        row = people.verified(people.person(full_name="Sam Sorrel"))
        return row.constituent, successor(row.councillor)

    return shared(make)


@pytest.fixture
def person(made_once):
    return Constituent.objects.select_related("councillor").get(pk=made_once[0].pk)


@pytest.fixture
def leaver(person):
    leaves(person.councillor)
    sweep_leavers()
    return fresh(person.councillor)


@pytest.fixture
def heir(made_once):
    return fresh(made_once[1])


def told(heir, **fields):
    day = {"told_on_day": "20", "told_on_month": "11", "told_on_year": "2026"}
    return {"choice": P.OFFERED, "successor": heir.pk, "said": "agreed"} | day | fields


def taken(client):
    """The file, once they said who they are."""
    assert client.post(reverse(FILE)).status_code == 302
    given.confirmed(client)
    return client.post(reverse(FILE))


def kinds_told():
    return list(Notice.objects.order_by("pk").values_list("kind", flat=True))


# Who leaves


def test_from_home_to_a_choice_that_is_done_after_the_last_day(client, leaver, person):
    client.force_login(leaver)
    home = client.get(reverse("home")).text
    assert reverse(PAGE) in home
    assert "Choose by 21 December 2026" in home
    shown = client.get(reverse(PAGE)).text
    assert "Your last day as a councillor is 7 December 2026" in shown
    assert "Sam Sorrel" in shown

    page = client.post(reverse("consent:decide", args=[person.pk]), {"choice": "to_delete"})

    assert page["Location"] == reverse(PAGE)
    assert "You have chosen for everybody" in client.get(reverse(PAGE)).text
    assert "Done" in client.get(reverse("home")).text


def test_who_has_left_still_chooses_without_any_right(client, leaver, person):
    with on(OVER):
        sweep_leavers()
        client.force_login(fresh(leaver))
        assert client.get(reverse("consent:contacts")).status_code == 403
        assert "Your last day as a councillor was 7 December" in client.get(reverse(PAGE)).text

        page = client.post(reverse(ALL), {"choice": "to_delete"}, follow=True)

        assert page.redirect_chain[-1][0] == reverse("home")
        assert client.get(reverse(PAGE)).status_code == 404
        again = client.post(reverse(ALL), {"choice": "to_delete"})
        assert again.status_code == 409
        assert "you have chosen for everybody" in again.text
    assert not Constituent.objects.exists()


def test_once_sealed_nobody_is_named_to_them_either(client, leaver, person):
    list(sweep_each(OVER, SEALED))
    with on(SEALED):
        client.force_login(fresh(appointed(leaver)))
        shown = client.get(reverse(PAGE)).text
        choosing = client.get(reverse(ALL)).text

        assert "What you noted about 1 person is sealed" in shown
        assert "deleted on 2 February 2027" in shown
        assert "Sorrel" not in shown + choosing
        assert "Hand it" not in choosing
        assert client.get(reverse("consent:decide", args=[person.pk])).status_code == 404
        assert "deleted on 2 February 2027" in client.get(reverse("home")).text


def test_the_file_is_downloaded_and_confirmed(client, leaver, person):
    client.force_login(leaver)
    client.post(reverse(ALL), {"choice": "to_return"})
    assert "I have the file" not in client.get(reverse(PAGE)).text

    file = taken(client)

    assert "Sam Sorrel" in file.text
    assert 'filename="my-contacts.txt"' in file["Content-Disposition"]
    assert reverse("consent:confirm_file") in client.get(reverse(PAGE)).text
    client.post(reverse("consent:confirm_file"), {"is_confirmed": "on"})
    assert Parting.objects.get().status == P.RETURNED


def test_after_the_term_the_file_is_the_last_thing_they_do_here(client, leaver, person):
    with on(OVER):
        sweep_leavers()
        client.force_login(fresh(leaver))
        client.post(reverse(ALL), {"choice": "to_return"})
        taken(client)

        page = client.post(reverse("consent:confirm_file"), {"is_confirmed": "on"}, follow=True)

        assert page.status_code == 200
    assert not Constituent.objects.exists()


def test_the_page_says_what_to_say_to_whom_one_hands_on(client, leaver, person, heir):
    client.force_login(leaver)

    page = client.get(reverse("consent:decide", args=[person.pk])).text

    assert f"to {heir.known_as}, who is a councillor for your ward" in page


def test_one_person_is_handed_on(client, leaver, person, heir):
    client.force_login(leaver)

    client.post(reverse("consent:decide", args=[person.pk]), told(heir))

    row = Parting.objects.get()
    assert (row.successor, row.told_on, row.said) == (heir, date(2026, 11, 20), "agreed")


@pytest.mark.parametrize("field", ["successor", "said", "told_on_day"])
def test_what_handing_on_needs_is_asked_for(client, leaver, person, heir, field):
    client.force_login(leaver)

    page = client.post(reverse("consent:decide", args=[person.pk]), told(heir, **{field: ""}))

    assert "There is a problem" in page.text
    assert not Parting.objects.exists()


def test_it_is_said_who_of_all_cannot_be_handed_on(client, leaver, heir):
    people.person(councillor=leaver)
    client.force_login(leaver)

    page = client.post(reverse(ALL), told(heir), follow=True)

    assert "Noted for 1 person." in page.text
    assert "The others cannot be handed on" in page.text


def test_on_an_outside_body_nobody_is_offered_to_a_ward_councillor(client, leaver, heir):
    other = people.person(councillor=leaver, capacity=Capacity.OUTSIDE_BODY)
    client.force_login(leaver)

    assert "Hand it" not in client.get(reverse("consent:decide", args=[other.pk])).text


def test_who_stays_with_the_council_is_counted_and_not_chosen_for(client, leaver):
    met = people.person(councillor=leaver, capacity=Capacity.COUNCIL)
    client.force_login(leaver)

    assert "1 person whom you met for the council stays" in client.get(reverse(PAGE)).text
    assert client.get(reverse("consent:decide", args=[met.pk])).status_code == 404


def test_where_nobody_is_left_to_choose_for_that_is_said(client, leaver, person):
    deciding(person)
    client.force_login(leaver)

    for page in (client.get(reverse(ALL), follow=True), client.post(reverse(ALL), follow=True)):
        assert "You have chosen for everybody already." in page.text
        assert page.redirect_chain[-1][0] == reverse(PAGE)


def test_who_is_chosen_for_can_be_changed(client, leaver, person):
    client.force_login(leaver)
    assert "Choose<span" in client.get(reverse(PAGE)).text

    deciding(person)

    assert "Change<span" in client.get(reverse(PAGE)).text
    page = client.get(reverse("consent:decide", args=[person.pk]))
    assert page.context["form"]["choice"].value() == "to_delete"


def test_what_was_said_to_whom_stands_there_to_be_changed(client, leaver, person, heir):
    offering(person, heir)
    client.force_login(leaver)
    where = reverse("consent:decide", args=[person.pk])
    shown = client.get(where).context["form"]
    assert [shown[name].value() for name in ("choice", "successor", "told_on", "said")] == [
        "offered",
        heir.pk,
        date(2026, 11, 23),
        "agreed",
    ]

    client.force_login(heir)
    client.post(reverse("consent:offers"), {"leaving": the(leaver).pk, "answer": "no"})
    client.force_login(leaver)

    assert client.get(where).context["form"]["choice"].value() is None


def test_two_of_one_surname_are_told_apart(client, leaver, person, heir):
    client.force_login(leaver)
    shown = client.get(reverse("consent:decide", args=[person.pk])).text
    assert f">{heir.full_name}</option>" in shown

    offering(person, heir)

    assert heir.full_name in client.get(reverse(PAGE)).text


def test_of_all_it_is_asked_in_the_plural(client, leaver, person):
    client.force_login(leaver)

    assert "Delete it<" in client.get(reverse("consent:decide", args=[person.pk])).text
    assert "Delete them<" in client.get(reverse(ALL)).text


@pytest.mark.parametrize("name", [PAGE, ALL, "consent:confirm_file"])
def test_it_is_nobody_elses(client, leaver, heir, name):
    client.force_login(heir)

    assert client.get(reverse(name)).status_code == 404


def test_somebody_elses_contact_is_not_there(client, leaver):
    other = people.person()
    client.force_login(leaver)

    for pk in (other.pk, 0):
        assert client.get(reverse("consent:decide", args=[pk])).status_code == 404


# Who takes over


def test_a_successor_is_asked_without_a_name_and_says_yes(client, leaver, person, heir):
    offering(person, heir)
    client.force_login(heir)
    assert "Take over 1 contact" in client.get(reverse("home")).text
    shown = client.get(reverse("consent:offers")).text
    assert "1 person of your ward" in shown
    assert "Sorrel" not in shown

    client.post(reverse("consent:offers"), {"leaving": the(leaver).pk, "answer": "yes"})

    assert Parting.objects.get().status == P.ACCEPTED
    assert "Nobody offers you anything" in client.get(reverse("consent:offers")).text


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_answer_that_is_sent_twice_is_refused_in_words(client, leaver, person, heir, answer):
    offering(person, heir)
    client.force_login(heir)
    sent = {"leaving": the(leaver).pk, "answer": answer}
    client.post(reverse("consent:offers"), sent)

    again = client.post(reverse("consent:offers"), sent)

    assert again.status_code == 409
    assert "Nothing is offered to you any more." in again.text


def test_it_is_said_when_a_successor_sees_them(client, leaver, person, heir):
    offering(person, heir)
    client.force_login(heir)
    sent = {"leaving": the(leaver).pk, "answer": "yes"}

    page = client.post(reverse("consent:offers"), sent, follow=True)

    assert "You find them in your contacts after 7 December 2026." in page.text


def test_after_the_term_a_successor_sees_them_at_once(client, leaver, person, heir):
    offering(person, heir)
    with on(OVER):
        sweep_leavers()
        client.force_login(fresh(heir))
        sent = {"leaving": the(leaver).pk, "answer": "yes"}
        page = client.post(reverse("consent:offers"), sent, follow=True)

    assert "Check each of them before you contact them." in page.text


def test_or_says_no_and_the_other_is_told(client, leaver, person, heir):
    offering(person, heir)
    client.force_login(heir)

    client.post(reverse("consent:offers"), {"leaving": the(leaver).pk, "answer": "no"})

    assert Parting.objects.get().status == P.DECLINED
    (notice,) = Notice.objects.filter(kind="contacts_declined")
    assert notice.to == leaver
    assert not unwanted(notice)
    assert reverse(PAGE) in texts.part_of(notice).body


@pytest.mark.parametrize("sent", ["", "x", "0", "theirs"])
def test_nobody_answers_for_somebody_else(client, leaver, person, heir, sent):
    offering(person, successor(leaver))
    client.force_login(heir)
    sent = str(the(leaver).pk) if sent == "theirs" else sent

    page = client.post(reverse("consent:offers"), {"leaving": sent, "answer": "yes"})

    assert page.status_code == 404


def test_before_the_terms_are_accepted_the_page_leads_to_them(client, leaver, person):
    new = given.person()
    given.term(new, ward=leaver.terms.get().ward)
    offering(person, new)
    client.force_login(fresh(new))

    shown = client.get(reverse("consent:offers")).text

    assert reverse("consent:accept_terms") in shown
    assert "Take them over" not in shown


# Officers


@pytest.mark.parametrize("role", [Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES])
def test_officers_see_that_records_are_sealed_and_none_of_them(client, leaver, person, role):
    list(sweep_each(OVER, SEALED))
    client.force_login(given.officer(role))

    shown = client.get(reverse("consent:leavers")).text

    assert leaver.full_name in shown
    assert "Fewer than 5" in shown
    assert "2 February 2027" in shown
    assert "Sorrel" not in shown
    assert "Set the day" not in shown


def test_of_who_has_died_an_officer_sets_the_day_and_takes_it_back(client, person):
    leaves(person.councillor, date(2026, 11, 22), EndReason.DIED)
    sweep_leavers()
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    assert "Sealed contacts of 1 councillor whom nobody can ask" in client.get(reverse("home")).text
    assert "Waits for you" in client.get(reverse("consent:leavers")).text

    begin = reverse("consent:begin_period", args=[the(person.councillor).pk])
    assert begin in client.get(reverse("consent:leavers")).text
    assert "deleted on 4 January 2027" in client.get(begin).text
    client.post(begin, {"is_confirmed": "on"})

    assert the(person.councillor).deletes_on == date(2027, 1, 4)
    stop_ = reverse("consent:stop_period", args=[the(person.councillor).pk])
    assert stop_ in client.get(reverse("consent:leavers")).text
    client.post(stop_)
    assert the(person.councillor).waits_for_officer


# Messages


def test_they_are_asked_once_and_then_with_all_that_is_left_to_do(leaver):
    assert asked_on("2026-11-24", "2026-11-27") == [1, 0]
    notice = Notice.objects.get(kind=TO_DECIDE)
    assert not unwanted(notice)

    with on("2026-11-30"):
        assert unwanted(notice) == "no_longer_true"
    assert asked_on("2026-11-30", OVER, "2026-12-15", SEALED) == [0, 0, 0, 0]


def test_who_chose_letters_has_no_email_about_their_contacts(leaver):
    with on("2026-11-24"):
        remind_leavers()
        chooses_letters(leaver)

        assert unwanted(Notice.objects.get(kind=TO_DECIDE)) == "no_longer_true"
        Notice.objects.all().delete()
        assert remind_leavers() == 0


def chooses_letters(leaver):
    case = OffboardingCase.objects.get(councillor=leaver)
    choose_contact(case=case, private_address="", wants_letters=True, by=leaver)


def asked_on(*days):
    """How many are asked on each of these days, and no more when it is asked once more."""
    new = []
    for day in days:
        with on(day):
            sweep_leavers()
            new.append(remind_leavers())
            assert remind_leavers() == 0
    return new


def test_while_their_case_is_paused_they_are_asked_again_and_again(leaver):
    with on(OVER):
        start()
        case = OffboardingCase.objects.get(councillor=leaver)
        pause(case=case, reason="A legal hold.", by=given.officer(Role.MONITORING_OFFICER))
    days = (OVER, "2026-12-15", SEALED)

    assert asked_on(*days) == [1, 1, 0]
    notice = Notice.objects.filter(kind=TO_DECIDE).earliest("pk")
    assert "1 person" in texts.part_of(notice).body
    assert "Sorrel" not in str(texts.part_of(notice))


def test_who_has_chosen_is_asked_no_more(leaver, person):
    remind_leavers()
    deciding(person)

    with on("2026-11-30"):
        assert remind_leavers() == 0
    assert unwanted(Notice.objects.get()) == "no_longer_true"


def test_two_notices_go_to_the_address_that_they_gave(leaver):
    actions.reach_at(councillor=leaver, address="robin@example.com", by=leaver)
    for day in (OVER, SEALED, FIRST, SECOND):
        with on(day):
            sweep_leavers()
            tell_of_deletion()
            tell_of_deletion()

    assert [row.address for row in Notice.objects.filter(kind=TO_LAPSE)] == [
        "robin@example.com"
    ] * 2
    with on(SECOND):
        deliver(until=timezone.now() + timedelta(seconds=10))
    assert "2 February 2027" in mail.outbox[-1].body
    assert planting.leaks(str(mail.outbox[-1].body)) == []


def test_the_address_is_forgotten_when_it_is_over(leaver, person):
    actions.reach_at(councillor=leaver, address="robin@example.com", by=leaver)
    deciding(person)

    list(sweep_each(OVER))

    assert the(leaver).address == ""
    assert not the(leaver).history.exclude(address="").exists()


def test_nothing_is_ever_sent_to_somebody_who_has_died(person, heir):
    leaves(person.councillor, date(2026, 11, 22), EndReason.DIED)
    for day in ("2026-11-23", SEALED, FIRST, SECOND):
        with on(day):
            sweep_leavers()
            remind_leavers()
            tell_of_deletion()

    assert kinds_told() == []


def test_what_was_planned_before_they_died_is_not_sent(leaver, person):
    remind_leavers()
    term = leaver.terms.get()
    term.end_reason = EndReason.DIED
    term.keep(by=None, why="Test")

    assert unwanted(Notice.objects.get()) == "died"


def test_what_is_taken_back_by_link_counts_and_is_told_to_nobody_who_has_left(leaver, person):
    row = person.permissions.with_row().get()
    link = make_link(permission=row, by=leaver)
    with on(OVER):
        sweep_leavers()
    with on("2026-11-24"):
        stop(token=link.token)

    row.refresh_from_db()
    assert row.status == "withdrawn"
    assert unwanted(Notice.objects.get(kind="permission_stopped")) == "no_longer_true"


def test_who_is_in_office_is_told_of_it(person):
    row = person.permissions.with_row().get()
    link = make_link(permission=row, by=person.councillor)
    stop(token=link.token)

    assert not unwanted(Notice.objects.get(kind="permission_stopped"))


def test_each_minute_the_clock_takes_what_must_not_wait(leaver, person):
    with on(OVER):
        assert [step_out(), step_out()] == [1, 0]
        person.refresh_from_db()
    assert person.leaving_id


def test_the_list_takes_as_many_queries_for_many_people(
    client, leaver, django_assert_max_num_queries
):
    for _n in range(9):
        people.person(councillor=leaver)
    client.force_login(leaver)

    with django_assert_max_num_queries(23):
        client.get(reverse(PAGE))
