"""The pages of complaints: for everybody, and for the officers who answer."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.complaining import actions, robots
from breaches.models import Complaint
from councilgov.access import Role
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice, State
from councilgov.notices.texts import letter, part_of
from tests import given
from tests.breaches import grievances

PAGE, LIST = "/complain/", "/complaints/"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def signed_in(officer, client):
    client.force_login(officer)
    return client


def of_page(since=None, **changes):
    """What a person sends who began a minute ago."""
    if since is None:
        with time_machine.travel(timezone.now() - timedelta(minutes=1)):
            since = robots.stamped()
    usual = {
        "words": grievances.WORDS,
        "about": "council",
        "name": grievances.NAME,
        "email": grievances.EMAIL,
        "contact": "",
        "website": "",
        "since": since,
    }
    return usual | changes


def address(name, row, *more):
    return reverse(f"breaches:{name}", args=[row.reference, *more])


# The public page


def test_anybody_complains_without_an_account(officer, client):
    response = client.post(PAGE, of_page(), follow=True)

    row = Complaint.objects.get()
    assert f"Your reference is {row.reference}" in response.text
    assert row.complainant.name == grievances.NAME
    assert response.redirect_chain == [(f"/complain/sent/{row.reference}/", 302)]


def test_the_page_tells_the_other_ways_and_stands_in_the_footer_and_the_privacy_notice(
    officer, client
):
    told = client.get(PAGE)

    assert "01632 960126" in told.text
    assert "no-store" in told["Cache-Control"]
    assert 'href="/complain/"' in client.get("/help/").text
    privacy = client.get("/privacy/").text
    assert privacy.count('href="/complain/"') == 2
    assert "until 24 months after the last of them" in " ".join(privacy.split())


def test_what_is_sent_tells_nothing_about_any_complaint(officer, client):
    row = grievances.received()

    known = client.get(f"/complain/sent/{row.reference}/")
    unknown = client.get("/complain/sent/DPC-987654/").text

    assert known.text == unknown
    assert grievances.NAME not in unknown
    assert "no-store" in known["Cache-Control"]


def test_nobody_makes_a_receipt_for_what_they_did_not_send(officer, client):
    client.post(PAGE, of_page())
    receipt = f"/complain/sent/{Complaint.objects.get().reference}/"

    own = client.get(receipt).text
    forged = client.get("/complain/sent/DPC-999999/").text

    assert "We have your complaint" in own
    assert "We have your complaint" not in forged
    assert "DPC-999999" not in forged.replace("/complain/sent/DPC-999999/", "")
    assert "We have your complaint" not in Client().get(receipt).text


def test_whoever_is_signed_in_complains_as_anybody(client):
    given.council()
    councillor = given.councillor()
    client.force_login(councillor)

    client.post(PAGE, of_page())

    entry = Entry.objects.get(kind="breaches.complaint_received")
    assert entry.actor is None
    assert Complaint.objects.get().history.get().history_user is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"words": ""}, "Say what the complaint is"),
        ({"about": ""}, "Select who it is about"),
        ({"about": "mayor"}, "govuk-error-summary"),
        ({"name": " "}, "Enter your name"),
        ({"email": "jo at post"}, "Enter an email address like"),
        ({"email": "", "contact": ""}, "so that we can answer"),
        ({"words": "x" * 4_001}, "4000 characters"),
        ({"name": "Jo\x00"}, "cannot be saved"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(officer, client, changes, told):
    response = client.post(PAGE, of_page(**changes))

    assert told in response.text
    assert not Complaint.objects.exists()


def stamp_of(response):
    (found,) = re.findall(r'name="since" value="([^"]+)"', response.text)
    return found


@pytest.mark.parametrize(
    "changes",
    [
        {"website": "https://spam.example"},
        {"since": ""},
        {"since": "1764000000000:forged"},
        {"since": robots.STAMP.sign("soon")},
    ],
    ids=["the hidden box", "no stamp", "a forged stamp", "no moment"],
)
def test_a_robot_leaves_nothing(officer, client, changes):
    response = client.post(PAGE, of_page(**changes))

    assert "could not tell whether a person sent this" in response.text
    assert not Complaint.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("seconds", "count"), [(0, 0), (1, 0), (5, 1), (43_100, 1), (43_300, 0)])
def test_a_page_that_is_sent_at_once_or_half_a_day_later_is_sent_again(
    officer, client, seconds, count
):
    since = stamp_of(client.get(PAGE))
    with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
        client.post(PAGE, of_page(since=since))

    assert Complaint.objects.count() == count


def test_a_person_whom_the_page_took_for_a_robot_sends_it_once_more(officer, client):
    response = client.post(PAGE, of_page(website="Filled in by a password manager", since=""))

    assert f">\n{grievances.WORDS}</textarea>" in response.text
    assert "password manager" not in response.text
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        client.post(PAGE, of_page(since=stamp_of(response)))
    assert Complaint.objects.count() == 1


def test_the_same_sent_50_times_is_one_complaint(officer, client):
    for _time in range(50):
        client.post(PAGE, of_page())

    assert Complaint.objects.count() == 1
    assert Notice.objects.filter(kind="complaint_receipt").count() == 1


def test_of_50_different_ones_from_one_address_the_first_ten_are_taken(officer, client):
    answers = [
        client.post(PAGE, of_page(words=f"Complaint {number}")).status_code for number in range(50)
    ]

    assert answers == [302] * 10 + [429] * 40
    wait = client.post(PAGE, of_page(words="One more"))
    assert "it counts the same" in " ".join(wait.text.split())
    assert "One more</textarea>" in wait.text
    assert client.get(PAGE).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=1, minutes=1)):
        assert client.post(PAGE, of_page(words="Later")).status_code == 302


def test_a_form_from_elsewhere_is_refused(officer):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(PAGE, of_page()).status_code == 403
    assert not Complaint.objects.exists()


def test_whoever_made_a_mistake_is_told_that_alone_and_their_time_goes_on(officer, client):
    first = client.get(PAGE)

    response = client.post(PAGE, of_page(words="", since=stamp_of(first)))

    assert "Say what the complaint is" in response.text
    assert "could not tell" not in response.text
    assert stamp_of(response) == stamp_of(first)


def test_one_letter_is_no_way_to_reach_somebody(officer, client):
    response = client.post(PAGE, of_page(email="", contact="x"))

    assert "6 characters" in response.text
    assert "(optional)" not in response.text
    assert not Complaint.objects.exists()


# The queue


def test_the_list_shows_the_days_that_are_left_in_words_and_colour(signed_in, officer):
    day = today()
    for days, words, colour in (
        (31, "2 days late", "red"),
        (29, "Due today", "orange"),
        (27, "2 days left", "yellow"),
        (10, "19 days left", "blue"),
    ):
        grievances.recorded(by=officer, received_on=day - timedelta(days=days), words=words)
        told = signed_in.get(LIST).text
        assert re.search(rf"govuk-tag--{colour}[^>]*>\s*{words}", told), words


def test_the_list_has_no_word_of_anybody_and_its_file_neither(signed_in):
    grievances.received()

    shown = [signed_in.get(LIST).text, signed_in.post(LIST, {"export": "csv"}).getvalue().decode()]

    for word in (grievances.NAME, grievances.EMAIL, "Mill Lane"):
        assert word not in str(shown)


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("status=received", 1), ("about=team", 0), ("about=council", 2), ("late=yes", 1)],
)
def test_the_list_is_filtered(signed_in, officer, query, count):
    grievances.recorded(by=officer, received_on=today() - timedelta(days=31))
    grievances.acknowledged(grievances.received(), by=officer)

    assert signed_in.get(f"{LIST}?{query}").context["page"].paginator.count == count


def test_the_list_takes_the_same_queries_for_many(
    signed_in, django_assert_max_num_queries, django_assert_num_queries
):
    grievances.received()
    with django_assert_max_num_queries(20) as first:
        signed_in.get(LIST)
    for number in range(12):
        grievances.received(words=f"Complaint {number}")

    with django_assert_num_queries(len(first.captured_queries)):
        signed_in.get(LIST)


def test_home_counts_what_is_to_be_acknowledged(signed_in, officer):
    grievances.received()
    grievances.received(about="team")

    assert "1 complaint to acknowledge" in signed_in.get("/home/").text
    listed = signed_in.get(f"{LIST}?status=received")
    assert listed.context["page"].paginator.count == 1


# One complaint


def test_a_complaint_from_the_form_to_the_answer(signed_in, officer):
    row = grievances.received()
    page = row.get_absolute_url()
    told = signed_in.get(page).text
    for words in (grievances.NAME, grievances.EMAIL, "29 days left", "make sure who they are"):
        assert words in told

    form = address("acknowledge_complaint", row)
    assert row.reference in signed_in.get(form).context["form"]["text"].value()
    sends = {"how": "email", "checked": "1"}
    signed_in.post(form, {"text": "We have it.", **sends})
    signed_in.post(address("begin_enquiry", row), {"go": "1"})
    signed_in.post(address("tell_progress", row), {"text": "We ask.", **sends})
    answer = {"outcome": "partly", "text": "In part you are right.", **sends}
    response = signed_in.post(address("send_outcome", row), answer, follow=True)

    row.refresh_from_db()
    assert (row.status, row.outcome) == ("outcome_sent", "partly")
    for words in ("Upheld in part", "In part you are right.", "By email, from here", "Waiting"):
        assert words in response.text
    assert "in time" in response.text


def test_no_email_goes_before_its_words_were_looked_at(signed_in, officer):
    row = grievances.received()
    grievances.enquired(row, by=officer)
    page, typed = (
        address("send_outcome", row),
        {"outcome": "upheld", "text": "It is put\nright.", "how": "email"},
    )

    shown = signed_in.post(page, typed, follow=True)

    assert "Check the email before it goes" in shown.text
    assert not row.messages.filter(kind="outcome").exists()
    assert grievances.EMAIL in shown.text
    looked_at = shown.context["mail"]
    back = signed_in.post(page, typed | {"change": "1"}, follow=True)
    assert "It is put\nright.</textarea>" in back.text
    done = signed_in.post(page, typed | {"checked": "1"}, follow=True)
    assert f"Sent to {grievances.EMAIL}" in done.text
    notice = Notice.objects.get(kind="complaint_outcome")
    assert letter([part_of(notice)], notice) == looked_at
    assert "something went wrong. We are sorry." in looked_at.body


def test_a_letter_needs_no_check(signed_in, officer):
    row, day = grievances.received(), today()
    sent = {"sent_on_day": day.day, "sent_on_month": day.month, "sent_on_year": day.year}

    signed_in.post(
        address("acknowledge_complaint", row), {"text": "We have it.", "how": "letter", **sent}
    )

    assert row.messages.get().way == "letter"


TYPED = {"text": "We have it, and ring you.", "how": "email", "checked": "1"}


def test_who_wrote_while_it_was_passed_to_others_gets_their_words_back(signed_in, officer, dpo):
    row = grievances.received()
    actions.direct(complaint=row, about="team", by=dpo)

    gone = signed_in.post(address("acknowledge_complaint", row), TYPED)

    assert gone.status_code == 404
    assert "Nothing was sent" in gone.text
    assert TYPED["text"] in gone.text
    assert grievances.NAME not in gone.text
    never = signed_in.post("/complaints/DPC-987654/acknowledge/", TYPED)
    assert never.text.count(TYPED["text"]) == gone.text.count(TYPED["text"]) == 1
    assert signed_in.get(address("acknowledge_complaint", row)).text.count("Nothing was sent") == 0
    assert not row.messages.exists()


def test_who_looks_at_an_email_that_another_sent_meanwhile_gets_their_words_back(
    signed_in, officer, dpo
):
    row = grievances.received()
    page = address("acknowledge_complaint", row)
    check = signed_in.post(page, {"text": TYPED["text"], "how": "email"})
    grievances.acknowledged(row, by=dpo)

    late = signed_in.get(check["Location"])

    assert late.status_code == 409
    assert f"{dpo.full_name} did that at" in late.text
    assert TYPED["text"] in late.text


def test_who_may_read_it_and_no_longer_answer_gets_their_words_back(officer, client):
    row = grievances.received()
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    refused = client.post(address("acknowledge_complaint", row), TYPED)

    assert refused.status_code == 403
    assert "falls to others now" in refused.text
    assert TYPED["text"] in refused.text


def test_others_learn_nothing_by_sending_words(officer, client):
    row = grievances.received()
    client.force_login(given.councillor())

    refused = client.post(address("acknowledge_complaint", row), TYPED)

    assert refused.status_code == 403
    assert "Nothing was sent" not in refused.text


def test_an_email_that_could_not_be_sent_stands_there(signed_in, officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)
    Notice.objects.filter(kind="complaint_acknowledgement").update(
        state=State.DEAD, last_error="refused Undeliverable 550"
    )

    told = signed_in.get(row.get_absolute_url()).text

    assert "The mail server refuses this address" in told
    assert "Send them a letter instead" in told


def test_among_what_was_not_sent_nobody_reads_who_complained(officer, client):
    grievances.acknowledged(grievances.received(), by=officer)
    sent = Notice.objects.filter(kind__in=["complaint_receipt", "complaint_acknowledgement"])
    sent.update(state=State.DEAD, last_error="refused Undeliverable 550")
    client.force_login(given.officer(Role.MEMBERS_SERVICES))

    told = client.get(reverse("notices:unsent")).text

    assert f"Somebody without an account, from {officer.full_name}" in told
    assert grievances.EMAIL not in told
    assert officer not in [notice.to for notice in Notice.objects.refused()]


def test_without_an_email_address_only_the_other_ways_are_offered(signed_in, officer):
    row = grievances.recorded(by=officer)
    page = address("acknowledge_complaint", row)
    assert "By email" not in signed_in.get(page).text

    day = today()
    sent = {"sent_on_day": day.day, "sent_on_month": day.month}
    signed_in.post(page, {"text": "We have it.", "how": "letter", **sent, "sent_on_year": day.year})

    told = signed_in.get(row.get_absolute_url()).text
    assert "Print the letter" in told
    (message,) = row.messages.all()
    printed = signed_in.post(address("complaint_letter", row, message.pk))
    assert printed["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")


def test_an_officer_enters_one_and_is_led_to_it(signed_in):
    day = today() - timedelta(days=2)
    sent = {
        "came_how": "phone",
        "received_on_day": day.day,
        "received_on_month": day.month,
        "received_on_year": day.year,
        "words": grievances.WORDS,
        "about": "councillor",
        "name": grievances.NAME,
        "contact": "01632 960777",
    }

    response = signed_in.post("/complaints/record/", sent, follow=True)

    assert "The 30 days count from the day that you entered" in response.text
    assert Complaint.objects.get().received_on == day


def test_who_enters_one_about_their_own_office_is_led_to_the_list(signed_in, officer):
    day = today()
    sent = {
        "came_how": "phone",
        "received_on_day": day.day,
        "received_on_month": day.month,
        "received_on_year": day.year,
        "words": grievances.WORDS,
        "about": "team",
        "name": grievances.NAME,
        "contact": "01632 960777",
    }

    response = signed_in.post("/complaints/record/", sent)

    assert response["Location"] == LIST


def test_whoever_names_themselves_sees_it_no_more(signed_in, officer, dpo, client):
    row = grievances.received()

    response = signed_in.post(address("name_complaint_party", row), {"person": officer.pk})

    assert response["Location"] == LIST
    assert signed_in.get(row.get_absolute_url()).status_code == 404
    assert signed_in.get(address("acknowledge_complaint", row)).status_code == 404
    client.force_login(dpo)
    shown = client.get(row.get_absolute_url()).text
    assert f"{officer.full_name} sees nothing of it" in shown
    client.post(address("take_back_party", row, row.parties.get().pk))
    client.force_login(officer)
    assert client.get(row.get_absolute_url()).status_code == 200


def test_one_about_ones_own_office_is_not_there(signed_in):
    row = grievances.received(about="team")

    for page in ("complaint", "acknowledge_complaint", "direct_complaint"):
        assert signed_in.get(address(page, row)).status_code == 404


def test_directed_to_another_office_it_is_gone(signed_in):
    row = grievances.received()

    response = signed_in.post(address("direct_complaint", row), {"about": "team"})

    assert response["Location"] == LIST


def test_the_monitoring_officer_reads_and_does_not_act(officer, client):
    row = grievances.received()
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    told = client.get(row.get_absolute_url()).text

    assert "Others handle this complaint" in told
    assert "Acknowledge it" not in told
    assert client.get(address("acknowledge_complaint", row)).status_code == 403


def test_set_aside_it_says_why(signed_in):
    row = grievances.received()

    signed_in.post(address("set_aside_complaint", row), {"reason": "Advertising."})

    assert "Advertising." in signed_in.get(row.get_absolute_url()).text


def test_once_erased_the_page_says_so(signed_in, officer):
    row = grievances.received()
    grievances.answered(row, by=officer)
    row.complainant.delete()

    told = signed_in.get(row.get_absolute_url()).text

    assert "Their name and all words were erased" in told
    assert grievances.ANSWER not in told


def test_a_second_answer_is_refused_on_the_page(signed_in, officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)

    response = signed_in.post(
        address("acknowledge_complaint", row),
        {"text": "Once more.", "how": "email", "checked": "1"},
    )

    assert "can’t be done" in response.text
    assert row.messages.count() == 1


def test_the_figures_page_counts_them(signed_in, officer):
    grievances.acknowledged(grievances.received(), by=officer)

    told = " ".join(signed_in.get("/incidents/figures/").text.split())

    assert "Came in: <strong>1</strong>" in told
    assert "within 30 days: <strong>1</strong>" in told


def test_how_long_is_set_on_a_page(client):
    given.council()
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    page = reverse("breaches:change_complaint_months")
    assert page in client.get("/home/").text

    client.post(page, {"complaint_months": "12"})

    assert "12 months after the last of them" in " ".join(client.get("/privacy/").text.split())
    assert "Choose from 6 to 72 months" in client.post(page, {"complaint_months": "1"}).text
