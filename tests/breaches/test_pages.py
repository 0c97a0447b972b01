"""The pages of reports: the front door, the register, one incident and what is done about it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.models import Assessment, Incident, Notification
from breaches.triaging.actions import involve
from councilgov.access import Role
from tests import given
from tests.breaches import drafts, reports
from tests.notices import notify

REPORT = {name: value for page in drafts.WHATSAPP.values() for name, value in page.items()} | {
    "sent_as": "5a1d3f8e-0000-4000-8000-000000000000"
}

TOLD_AT_NINE = {
    "reported_at_day_day": "23",
    "reported_at_day_month": "11",
    "reported_at_day_year": "2026",
    "reported_at_time": "9am",
}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor()
        officers = {
            role: given.officer(role)
            for role in (
                Role.INFORMATION_OFFICER,
                Role.MONITORING_OFFICER,
                Role.DATA_PROTECTION_OFFICER,
            )
        }
        return councillor, officers, reports.confirmed(reporter=councillor)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def breach(made_once):
    return Assessment.objects.with_row().get(pk=made_once[2].pk)


@pytest.fixture
def of(made_once):
    def signed_in(person):
        client = Client()
        client.force_login(made_once[1].get(person, person))
        return client

    return signed_in


def test_a_councillor_reports_something_on_one_page(of, councillor):
    answer = of(councillor).post("/report/all/", REPORT, follow=True)

    incident = Incident.objects.latest("pk")
    assert answer.redirect_chain == [(f"/report/sent/{incident.reference}/", 302)]
    assert (incident.reported_by, incident.is_near_miss) == (councillor, False)
    assert incident.noticed_at.isoformat() == "2026-11-20T17:30:00+00:00"


def test_the_page_of_a_report_says_what_happens_next(of, councillor):
    incident = reports.reported(by=councillor, capacity="ward")

    page = of(councillor).get(incident.get_absolute_url()).text

    for words in ("What happens next", "Questions? Ring", "A ward councillor’s, who answers"):
        assert words in page


def test_what_is_not_answered_is_asked_again(of, councillor):
    answer = of(councillor).post("/report/all/", {"kind": ""})

    for words in ("Select what went wrong", "Say what happened", "Enter the day on which you"):
        assert words in answer.text
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(("kind", "field"), [("misuse", "misuse"), ("social", "social")])
def test_on_one_page_too_it_is_asked_which_use_is_not_allowed(of, councillor, kind, field):
    sent = {**REPORT, "kind": kind}
    asked = of(councillor).post("/report/all/", sent)

    of(councillor).post("/report/all/", {**sent, field: "unsure"})

    assert "Select which of these it is" in asked.text
    assert Incident.objects.latest("pk").kind == kind


def test_an_officer_writes_down_what_somebody_rang_about(of, councillor):
    told = {
        **REPORT,
        "reported_by": councillor.pk,
        "reported_via": "phone",
        **TOLD_AT_NINE,
    }

    of(Role.INFORMATION_OFFICER).post("/report/for-somebody/", told)

    incident = Incident.objects.latest("pk")
    assert (incident.reported_by, incident.reported_via) == (councillor, "phone")
    assert incident.recorded_at > incident.reported_at > incident.noticed_at


def test_an_officer_who_received_it_may_write_it_down_and_has_a_part_in_it(
    of, councillor, made_once
):
    officer = made_once[1][Role.INFORMATION_OFFICER]
    told = {
        **REPORT,
        "reported_by": councillor.pk,
        "reported_via": "phone",
        "recipient": officer.pk,
        **TOLD_AT_NINE,
    }

    of(Role.INFORMATION_OFFICER).post("/report/for-somebody/", told)

    assert Incident.objects.latest("pk").has_part(officer)


@pytest.mark.parametrize("role", [Role.ICT_DESK, Role.MEMBERS_SERVICES])
def test_the_phone_desk_writes_down_what_somebody_rang_about_and_sees_it_no_more(
    of, councillor, role
):
    clerk, owner = given.officer(role), given.councillor()
    assert "/report/for-somebody/" in of(clerk).get("/report/").text
    asked = {"reported_by": councillor.pk, "reported_via": "phone", "owner": owner.pk}
    told = {**REPORT, **TOLD_AT_NINE, **asked, "capacity": "ward"}

    thanks = of(clerk).post("/report/for-somebody/", told, follow=True)

    incident = Incident.objects.latest("pk")
    assert (incident.reported_by, incident.recorded_by) == (councillor, clerk)
    assert incident.involved.get().person == owner
    assert incident.reference in thanks.text
    assert "You do not see the report any more" in thanks.text
    assert f'"{incident.get_absolute_url()}"' not in thanks.text
    assert of(clerk).get(incident.get_absolute_url()).status_code == 404


def test_who_writes_it_down_and_looks_into_it_gets_the_number_to_pass_on(of, councillor):
    told = {**REPORT, **TOLD_AT_NINE, "reported_by": councillor.pk, "reported_via": "phone"}

    thanks = of(Role.INFORMATION_OFFICER).post("/report/for-somebody/", told, follow=True).text

    incident = Incident.objects.latest("pk")
    assert "Your reference" in thanks
    assert "Give the reference to whoever told you" in thanks
    assert "You do not see the report any more" not in thanks
    assert f'"{incident.get_absolute_url()}"' in thanks


def test_an_officer_who_reports_it_reads_that_others_look_into_it(of, made_once, councillor):
    incident = reports.reported(by=made_once[1][Role.INFORMATION_OFFICER])
    words = "You have a part in this, so others look into it"

    assert words in of(Role.INFORMATION_OFFICER).get(incident.get_absolute_url()).text
    assert words not in of(Role.MONITORING_OFFICER).get(incident.get_absolute_url()).text
    mine = reports.reported(by=councillor)
    assert words not in of(councillor).get(mine.get_absolute_url()).text


def test_a_day_long_ago_is_asked_about_on_one_page_too(of, councillor):
    long_ago = {**REPORT, "noticed_at_day_year": "2001"}

    asked = of(councillor).post("/report/all/", long_ago).text

    assert "2001 is more than a month ago" in asked
    ticked = {**long_ago, "is_long_ago": "on"}
    sent = of(councillor).post("/report/all/", ticked, follow=True)
    assert "Report sent" in sent.text
    assert Incident.objects.latest("pk").noticed_at.year == 2001
    assert "is_long_ago" not in of(councillor).get("/report/all/").text
    assert "is_long_ago" not in of(councillor).post("/report/all/", {**REPORT, "kind": ""}).text


def test_whose_work_it_was_is_asked_about_them_and_not_about_the_officer(of):
    page = of(Role.INFORMATION_OFFICER).get("/report/for-somebody/").text

    assert "A councillor’s own, in their ward" in page
    assert "My own" not in page
    assert "threatened or abused me" not in page
    for words in ("I am not sure", "I do not know", "I am"):
        assert words not in page
    assert page.count("hey do not know") == 3


def test_on_one_page_nobody_is_led_elsewhere_without_their_words(of, councillor):
    page = of(councillor).get("/report/all/").text
    assert "A device was lost, stolen or damaged: report that here" in page

    for kind in ("lost", "damaged", "threat"):
        assert f'value="{kind}"' not in page
        answer = of(councillor).post("/report/all/", {**REPORT, "kind": kind})
        assert REPORT["happened"] in answer.text


def test_somebody_is_named_who_reports_it(of):
    answer = of(Role.INFORMATION_OFFICER).post("/report/for-somebody/", REPORT)

    assert "Choose who reports it, or enter their name" in answer.text


def test_everybody_sees_their_own_in_the_register(of, councillor, breach):
    mine = of(councillor).get("/incidents/")
    other = of(given.councillor()).get("/incidents/")

    assert "Your reports" in mine.text
    assert breach.incident.reference in mine.text
    assert breach.incident.reference not in other.text


@pytest.mark.parametrize("count", [1, 12])
def test_the_register_takes_as_many_queries_for_many_as_for_one(
    of, django_assert_num_queries, count
):
    for _ in range(count):
        reports.reported()
    client = of(Role.INFORMATION_OFFICER)
    client.get("/incidents/")

    with django_assert_num_queries(12):
        client.get("/incidents/")


def test_the_file_says_when_the_hours_of_what_nobody_ruled_on_would_end(of):
    noticed_at = timezone.now() - timedelta(hours=2)
    reports.reported(noticed_at=noticed_at)
    ends = timezone.localtime(noticed_at + timedelta(hours=72))

    file = of(Role.INFORMATION_OFFICER).post("/incidents/", {"export": "csv"})
    text = b"".join(file.streaming_content).decode() if file.streaming else file.content.decode()

    assert ends.strftime("%Y-%m-%d %H:%M") in text


def test_with_less_than_a_day_left_it_stands_out_before_anybody_ruled(of):
    reports.reported(noticed_at=timezone.now() - timedelta(hours=50))
    shown = of(Role.INFORMATION_OFFICER).get("/incidents/").text

    assert 'govuk-tag--orange">21 hours left, if it is a breach' in shown


def test_what_has_the_fewest_hours_left_stands_first_and_what_has_none_last(of, breach):
    later = reports.confirmed(noticed_at=timezone.now() - timedelta(minutes=5)).incident
    unruled = reports.reported(noticed_at=timezone.now() - timedelta(minutes=30))
    without = reports.ruled("not_personal")
    client = of(Role.INFORMATION_OFFICER)

    def order(sort):
        text = client.get(f"/incidents/?sort={sort}").text
        rows = (breach.incident, unruled, later, without)
        return sorted(rows, key=lambda row: text.index(row.reference))

    assert order("clock") == [breach.incident, unruled, later, without]
    assert order("-clock") == [later, unruled, breach.incident, without]


def test_our_number_finds_a_report_and_so_do_its_words(of, breach):
    other = reports.reported(happened="A laptop was left on a train.").reference
    client, mine = of(Role.INFORMATION_OFFICER), breach.incident.reference

    by_number = client.get(f"/incidents/?q=+{mine.lower()}").text
    by_words = client.get("/incidents/?q=train+LAPTOP").text

    assert mine in by_number
    assert other not in by_number
    assert other in by_words
    assert mine not in by_words


def test_the_hours_stand_on_the_page(of, breach):
    page = of(Role.INFORMATION_OFFICER).get(breach.get_absolute_url())

    assert "The council: time left to tell the regulator" in page.text
    assert "70 hours 5" in page.text
    assert "app-inset--grave" not in page.text
    assert "Aware since" in page.text


def test_after_72_hours_the_page_says_how_long_ago(of):
    row = reports.noticed(timezone.now() - timedelta(hours=75, minutes=30))

    page = of(Role.INFORMATION_OFFICER).get(row.get_absolute_url())

    assert "over the time to tell the regulator" in page.text
    assert "3 hours 30 minutes" in page.text
    for words in ("The 72 hours ended at", "says why it is late", "app-inset--grave"):
        assert words in page.text
    late = timezone.now() - timedelta(hours=75)
    suspected = reports.ruled("suspected", noticed_at=late)
    page = of(Role.INFORMATION_OFFICER).get(suspected.get_absolute_url())
    assert "If it is a breach, the 72 hours ended at" in page.text


def test_of_what_nobody_ruled_on_in_time_the_page_says_when_the_hours_ended(of):
    incident = reports.reported(noticed_at=timezone.now() - timedelta(hours=75))

    page = of(Role.INFORMATION_OFFICER).get(incident.get_absolute_url()).text

    assert "If it is a breach, the 72 hours ended at" in page
    assert "app-inset--grave" in page


def test_what_is_added_to_a_closed_report_opens_nothing_and_says_so(of, councillor):
    incident = reports.closed(
        reports.ruled("not_personal", reporter=councillor), by=reports.handler()
    )
    note = f"{incident.get_absolute_url()}note/"

    page = of(councillor).post(note, {"words": "There was a list."}, follow=True).text

    assert "The report is closed. Whoever looks into it can open it again." in page
    assert not Incident.objects.get(pk=incident.pk).is_open


def test_while_it_is_suspected_the_hours_would_end(of):
    incident = reports.ruled("suspected")

    assert "would end at" in of(Role.INFORMATION_OFFICER).get(incident.get_absolute_url()).text


STEPS = [
    ("take-on", {}, "triage"),
    ("suspect", {"reason": "There was a name."}, "suspected"),
    ("confirm", {"reason": "There was a name."}, "confirmed"),
    ("dismiss", {"reason": "It was an empty file."}, "not_personal"),
]


@pytest.mark.parametrize(("page", "sent", "status"), STEPS)
def test_an_officer_rules_on_a_report(of, page, sent, status):
    incident = reports.reported()

    of(Role.INFORMATION_OFFICER).post(f"{incident.get_absolute_url()}{page}/", sent)

    incident.refresh_from_db()
    assert incident.status == status


def test_what_was_no_breach_can_be_closed_at_once(of):
    incident = reports.ruled("not_personal")

    assert "Close it" in of(Role.INFORMATION_OFFICER).get(incident.get_absolute_url()).text


def test_from_the_report_to_the_end(of, breach):
    at = f"{breach.get_absolute_url()}{breach.pk}/"
    officer, decider = of(Role.INFORMATION_OFFICER), of(Role.MONITORING_OFFICER)

    officer.post(
        f"{at}severity/",
        {
            "dpc": "1",
            "ei": "1",
            "confidentiality": "0.25",
            "integrity": "0",
            "availability": "0",
            "malice": "0",
            "more_than_100": "no",
            "is_unintelligible": "no",
        },
    )
    of(Role.DATA_PROTECTION_OFFICER).post(f"{at}advice/", {"advice": "Do not tell."})
    decider.post(f"{at}regulator/", {"is_notifiable": "yes", "reason": "Their street is known."})
    decider.post(
        f"{at}people/", {"is_required": "no", "exemption": "not_high", "reason": "Not high."}
    )
    shown = officer.get(breach.get_absolute_url()).text
    assert "1.25, low. The decision goes against the score." in shown
    assert "Close it" not in shown
    told = officer.post(
        f"{at}told/",
        {
            "stage": "final",
            "route": "online",
            "told_at_day_day": "23",
            "told_at_day_month": "11",
            "told_at_day_year": "2026",
            "told_at_time": "9:30am",
            "reference": "IC-1",
            "unknown": "What the stranger does with it.",
        },
    )
    reports.settled(breach.incident, by=reports.handler())
    officer.post(f"{breach.get_absolute_url()}contain/", {"reason": "They deleted it."})
    assert "Close it" in officer.get(breach.get_absolute_url()).text
    officer.post(f"{breach.get_absolute_url()}close/", {"reason": "Check the name first."})

    assert told.status_code == 302
    assert Notification.objects.get().reference == "IC-1"
    breach.incident.refresh_from_db()
    assert breach.incident.status == "closed"
    assert "Open it again" in officer.get(breach.get_absolute_url()).text
    assert "IC-1" not in shown


def test_when_they_were_aware_is_set_later_with_what_the_officer_says(of, breach):
    at = f"{breach.get_absolute_url()}{breach.pk}/aware/"
    later = {
        "aware_at_day_day": "23",
        "aware_at_day_month": "11",
        "aware_at_day_year": "2026",
        "aware_at_time": "9:30am",
    }
    client = of(Role.INFORMATION_OFFICER)
    reports.advised(breach)

    assert "It was noticed earlier" in client.post(at, later).text
    client.post(at, {**later, "because": "The file was thought empty."})

    breach.refresh_from_db()
    assert breach.aware_because == "The file was thought empty."


def test_another_controller_is_named_with_who_it_is(of, breach, councillor):
    at = f"{breach.get_absolute_url()}controller/"
    client = of(Role.INFORMATION_OFFICER)

    assert "Choose the councillor" in client.post(at, {"controller": "councillor"}).text
    assert "Enter the body" in client.post(at, {"controller": "outside_body"}).text
    client.post(at, {"controller": "councillor", "councillor": councillor.pk})

    assert breach.incident.assessments.count() == 2


def test_8_a_councillor_reads_that_they_are_not_alone_and_decides(of, councillor):
    row = reports.of_councillor(councillor, reporter=councillor)
    client = of(councillor)

    shown = client.get(row.get_absolute_url()).text
    client.post(f"{row.get_absolute_url()}{row.pk}/authorise/")
    client.post(
        f"{row.get_absolute_url()}{row.pk}/regulator/", {"is_notifiable": "yes", "reason": "Risk."}
    )

    row.refresh_from_db()
    assert "You are not on your own: ring" in shown
    assert "Let the council report for you" in shown
    assert shown.index("Let the council report for you") < shown.index("What happened")
    page = client.get(row.get_absolute_url()).text
    assert "You let the council report for you since" in page
    assert (row.authorised_at is not None, row.regulator) == (True, "notifiable")


def test_once_it_is_closed_nobody_is_offered_to_report_for_them(of, councillor, made_once):
    officer = made_once[1][Role.INFORMATION_OFFICER]
    row = reports.of_councillor_alone(councillor, by=officer)
    incident = Incident.objects.get(pk=row.incident_id)
    incident.closed_at = timezone.now()
    incident.move("closed", by=None, why="Test")

    page = of(councillor).get(incident.get_absolute_url()).text

    assert "Let the council report for you" not in page
    assert "You are not on your own" not in page


def test_a_councillor_is_asked_in_words_and_an_officer_with_the_figures(of, councillor, breach):
    row = reports.of_councillor(councillor, reporter=councillor)
    page = f"{row.get_absolute_url()}{row.pk}/severity/"

    own = of(councillor).get(page).text
    officers = (
        of(Role.INFORMATION_OFFICER).get(f"{breach.get_absolute_url()}{breach.pk}/severity/").text
    )

    assert "Some people, who are known" in own
    assert "(0.25)" not in own
    assert "Some people, who are known (0.25)" in officers


def test_of_their_own_log_a_councillor_is_offered_no_tools_of_officers(of, councillor, made_once):
    officer = made_once[1][Role.INFORMATION_OFFICER]
    row = reports.of_councillor_alone(councillor, by=officer)

    page = of(councillor).get(row.get_absolute_url()).text

    assert "Correct when it was noticed" in page
    assert "Note who has a part in it" not in page
    assert "Name who else answers for it" not in page


def test_each_question_of_the_score_has_words_of_its_own_for_no_answer(of, breach):
    page = f"{breach.get_absolute_url()}{breach.pk}/severity/"

    asked = of(Role.INFORMATION_OFFICER).post(page, {"dpc": "1"}).text

    for words in ("who has seen it", "if it was changed", "if it is lost", "if somebody meant"):
        assert f"Select {words}" in asked


def test_before_it_is_decided_there_is_no_form_for_what_the_regulator_was_told(of, breach):
    told = reverse("breaches:record_notification", args=[breach.incident.reference, breach.pk])

    answer = of(Role.INFORMATION_OFFICER).get(told, follow=True)

    assert answer.redirect_chain == [(breach.get_absolute_url(), 302)]
    assert "decide first whether the regulator is told" in answer.text


def test_alarms_on_a_phone_are_offered_only_where_texts_are_sent(of, breach, settings):
    client, words = of(Role.INFORMATION_OFFICER), reverse("breaches:alarm_phone")
    page, register = breach.get_absolute_url(), reverse("breaches:incidents")
    assert words not in client.get(page).text
    assert "not yet, as the council sends no text messages" in client.get(register).text

    settings.NOTIFY_API_KEY, settings.NOTIFY_TEMPLATE = notify.KEY, notify.TEMPLATE
    assert words in client.get(page).text
    assert "text messages when the 72 hours run out" in client.get(register).text


def test_what_a_councillor_is_led_to_beside_their_reports_is_explained(of, councillor):
    page = of(councillor).get(reverse("breaches:incidents")).text

    assert "what happened to records that you answer for yourself" in page
    assert "what you agreed to do so that it does not happen again" in page


def test_what_was_recorded_is_said_by_its_name(of, breach):
    cause = f"{breach.get_absolute_url()}cause/"

    page = of(Role.INFORMATION_OFFICER).post(
        cause, {"cause": "mistake", "words": "In a hurry."}, follow=True
    )

    assert "Recorded: why it could happen." in page.text


def test_a_list_begins_with_words(of, breach):
    page = of(Role.INFORMATION_OFFICER).get(f"{breach.get_absolute_url()}part/").text

    assert "Choose from the list" in page
    assert "---------" not in page


def test_a_councillor_decides_nothing_for_the_council(of, councillor, breach):
    client = of(councillor)

    shown = client.get(breach.get_absolute_url()).text
    for page in ("regulator", "people", "severity", "aware", "told", "advice"):
        assert client.get(f"{breach.get_absolute_url()}{breach.pk}/{page}/").status_code == 404
    assert "Decide" not in shown
    assert "Close it" not in shown


def test_who_reports_reads_how_far_it_is_and_nothing_of_what_the_council_weighs(
    of, councillor, breach
):
    officer = of(Role.INFORMATION_OFFICER)
    reference = breach.incident.reference
    officer.post(f"/incidents/{reference}/note/", {"words": "The colleague is new."})
    mine = of(councillor)
    mine.post(f"/incidents/{reference}/note/", {"words": "It had a street in it."})

    page = mine.get(breach.get_absolute_url()).text

    assert "Found: a breach of personal data" in page
    assert "It had a street in it." in page
    assert "The colleague is new." not in page
    assert "Severity" not in page
    assert "Tell the regulator?" not in page


def test_a_saved_link_of_who_received_it_opens_nothing(of, breach, made_once):
    client = of(Role.MONITORING_OFFICER)
    decider = made_once[1][Role.MONITORING_OFFICER]
    assert client.get(breach.get_absolute_url()).status_code == 200

    involve(
        incident=breach.incident,
        person=decider,
        part="recipient",
        by=made_once[1][Role.INFORMATION_OFFICER],
    )

    assert client.get(breach.get_absolute_url()).status_code == 404
    assert client.get(f"{breach.get_absolute_url()}{breach.pk}/regulator/").status_code == 404


def test_the_part_of_another_incident_is_not_there(of, breach):
    other = reports.confirmed()

    page = of(Role.INFORMATION_OFFICER).get(f"{breach.get_absolute_url()}{other.pk}/severity/")

    assert page.status_code == 404


@pytest.mark.parametrize(
    ("capacity", "chosen"), [("outside_body", "outside_body"), ("council", ""), ("", "")]
)
def test_who_else_answers_for_it_is_filled_in_as_the_report_says(of, capacity, chosen):
    row = reports.confirmed(capacity=capacity)

    page = of(Role.INFORMATION_OFFICER).get(f"{row.get_absolute_url()}controller/")

    assert page.context["form"]["controller"].value() == chosen


def test_somebody_is_noted_as_having_a_part(of, breach, councillor):
    client = of(Role.INFORMATION_OFFICER)

    client.post(f"{breach.get_absolute_url()}part/", {"person": councillor.pk, "part": "recipient"})

    assert breach.incident.involved.get().person == councillor


def test_what_somebody_knows_more_is_added(of, breach, councillor):
    of(councillor).post(f"{breach.get_absolute_url()}note/", {"words": "It was the wrong Sam."})

    assert "It was the wrong Sam." in of(councillor).get(breach.get_absolute_url()).text


def test_why_the_people_are_not_told_is_asked(of, breach):
    at = f"{breach.get_absolute_url()}{breach.pk}/people/"

    answer = of(Role.MONITORING_OFFICER).post(at, {"is_required": "no", "reason": "Why"})

    assert "Select why the people are not told" in answer.text


def test_who_reports_reads_no_guess_at_the_cause(of, councillor, breach):
    officer = of(Role.INFORMATION_OFFICER)
    sent = {"cause": "on_purpose", "words": "Nobody types that by mistake."}
    officer.post(f"{breach.get_absolute_url()}cause/", sent)

    told = "Done on purpose by somebody inside"
    assert told in officer.get(breach.get_absolute_url()).text
    assert told not in of(councillor).get(breach.get_absolute_url()).text


def test_who_says_that_it_is_a_breach_reads_from_when_the_hours_count(of, councillor):
    noticed = timezone.now() - timedelta(hours=40)
    told = reports.reported(reported_via="signed_out", noticed_at=noticed, teller="Jo")
    seen = reports.reported(by=councillor, noticed_at=noticed, capacity="council")
    client = of(Role.INFORMATION_OFFICER)

    of_told = client.get(f"{told.get_absolute_url()}confirm/").text
    of_seen = client.get(f"{seen.get_absolute_url()}suspect/").text

    assert "count from 10:00am GMT on Monday 23 November 2026. It was reported then" in of_told
    assert "Nobody has said whose work it was" in of_told
    words = "The 72 hours count from when it was first noticed: 6:00pm GMT on Saturday 21"
    assert words in of_seen
    assert "Nobody has said whose work it was" not in of_seen


def test_once_somebody_answers_for_it_it_is_their_hours_that_count(of, councillor):
    row = reports.ruled("suspected", reporter=councillor).assessments.get()

    page = of(Role.INFORMATION_OFFICER).get(f"{row.get_absolute_url()}confirm/").text

    assert "The 72 hours of The council count from 9:00am GMT on Monday 23 November" in page


def test_of_what_an_officer_wrote_down_the_timeline_says_who_reported_it(of, councillor, made_once):
    officer = made_once[1][Role.INFORMATION_OFFICER]
    told = reports.reported(by=officer, reported_by=councillor, reported_via="phone")
    strange = reports.reported(by=officer, teller="Jo", reported_via="phone")
    client = of(Role.MONITORING_OFFICER)

    page = client.get(told.get_absolute_url()).text
    assert f"{councillor.full_name}. Written down by {officer.full_name}" in page
    page = client.get(strange.get_absolute_url()).text
    assert f"Somebody without an account. Written down by {officer.full_name}" in page


def test_a_councillor_is_asked_about_their_own_records_as_theirs(of, councillor, made_once):
    officer = made_once[1][Role.INFORMATION_OFFICER]
    row = reports.of_councillor(councillor, by=officer)
    mine, at = of(councillor), f"{row.get_absolute_url()}{row.pk}/aware/"

    page = mine.get(row.get_absolute_url()).text
    assert "Your ward’s records: time left to tell the regulator" in page
    assert f"{councillor.full_name}: time left" not in page
    assert "Since when were you sure of it?" in mine.get(at).text
    row.authorised_at = timezone.now()
    row.keep(by=councillor, why="Test")
    assert "Since when were they aware of it?" in of(Role.INFORMATION_OFFICER).get(at).text
