"""The pages of the report to the regulator and of telling the people."""

import pytest
from django.test import Client

from breaches.models import Assessment, Letter, PackAnswer, Recipient
from councilgov.access import Role
from councilgov.ledger.models import Entry
from tests import given
from tests.breaches import letters, reports
from tests.consent import people

MOMENT = {
    "told_at_day_day": "23",
    "told_at_day_month": "11",
    "told_at_day_year": "2026",
    "told_at_time": "9:59am",
}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        decider, officer = reports.decider(), reports.handler()
        return reports.to_tell(reports.confirmed(), by=decider), officer

    return shared(make)


@pytest.fixture
def row(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def as_officer(officer):
    return signed_in(officer)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def at(row, page=""):
    return f"{row.get_absolute_url()}{row.pk}/{page}"


# The report


def test_one_question_leads_to_the_next_or_back_to_the_report(row, as_officer):
    onward = as_officer.post(at(row, "report/how/"), {"words": "By haste."})
    mark = PackAnswer.objects.get().answered_at.isoformat()
    back = as_officer.post(
        at(row, "report/how/"), {"words": "By error.", "seen": mark, "report": "yes"}
    )
    last = as_officer.post(at(row, "report/sender/"), {"words": "Sam Elm"})

    assert onward["Location"] == at(row, "report/found_how/")
    assert back["Location"] == last["Location"] == at(row, "report/")
    page = as_officer.get(at(row, "report/")).text
    assert "By error." in page
    assert "What the law asks for and is not here yet" in page
    assert "From what the portal knows" in page


def test_what_somebody_else_answered_meanwhile_is_shown_and_nothing_is_lost(row, as_officer):
    as_officer.post(at(row, "report/how/"), {"words": "By haste."})

    page = as_officer.post(at(row, "report/how/"), {"words": "By mistake.", "seen": ""}).text

    assert "Somebody else has answered this meanwhile" in page
    assert "By haste." in page
    assert "By mistake." in page
    assert PackAnswer.objects.get().words == "By haste."


@pytest.mark.parametrize(
    ("question", "sent", "says"),
    [
        ("people", {"least": "many"}, "Enter a whole number, like 40"),
        ("people", {"least": "5", "most": "4"}, "as high as the first"),
        ("how", {"words": " "}, "Answer it, or say that it is not known yet"),
        ("kinds", {"chosen": ["nonsense"]}, "Choose from the list"),
    ],
)
def test_a_wrong_answer_says_what_to_do(row, as_officer, question, sent, says):
    page = as_officer.post(at(row, f"report/{question}/"), sent).text

    assert says in page
    assert not PackAnswer.objects.exists()


def test_a_question_that_nobody_asks_is_not_there(row, as_officer):
    assert as_officer.get(at(row, "report/nonsense/")).status_code == 404


def test_a_number_and_that_it_is_not_known_are_filled_in_again(row, as_officer):
    as_officer.post(at(row, "report/people/"), {"least": "40", "is_unknown": "on"})

    page = as_officer.get(at(row, "report/people/")).text

    assert 'value="40"' in page
    assert "checked" in page


def test_it_is_copied_as_text_and_taken_as_a_file(row, as_officer):
    text = as_officer.get(at(row, "report/text/"))
    file = as_officer.post(at(row, "report/pdf/"))

    assert text["Content-Type"].startswith("text/plain")
    assert "WHAT HAPPENED" in text.text
    assert row.incident.happened in text.text
    assert file.content.startswith(b"%PDF")
    assert Entry.objects.filter(kind="breaches.report_taken").count() == 1


def test_a_message_is_shown_as_it_was_sent(row, officer, as_officer):
    letters.answered(row, "how", by=officer, words="By haste.")
    first = letters.sent(row, by=officer, unknown="How many people.")
    letters.answered(row, "how", by=officer, words="By a wrong click.")
    second = letters.sent(row, by=officer, stage="final")

    shown = as_officer.get(at(row, f"told/{first.pk}/")).text
    later = as_officer.get(at(row, f"told/{second.pk}/")).text

    assert "By haste." in shown
    assert "By a wrong click." not in shown
    assert first.answers_sha256 in shown
    assert "What it changed" in later
    assert "By haste." in later
    assert "First report" in as_officer.get(at(row, "report/")).text
    assert as_officer.post(at(row, f"told/{first.pk}/pdf/")).content.startswith(b"%PDF")


def test_who_advises_reads_the_report_and_changes_nothing(row):
    adviser = signed_in(given.officer(Role.DATA_PROTECTION_OFFICER))

    page = adviser.get(at(row, "report/"))

    assert page.status_code == 200
    assert "report/how/" not in page.text
    assert "Record that the regulator was told" not in page.text
    assert adviser.get(at(row, "report/how/")).status_code == 403
    assert "Read" in adviser.get(row.get_absolute_url()).text


def test_why_the_report_names_somebody_is_asked(row, officer, as_officer):
    letters.answered(row, "how", by=officer, words="Mrs Ashby was written to.")
    sent = {"stage": "initial", "route": "online", **MOMENT}

    assert "The report may name somebody" in as_officer.get(at(row, "report/")).text
    page = as_officer.post(at(row, "told/"), sent).text
    assert "Why is that needed?" in page
    assert "Mrs Ashby" in page
    as_officer.post(at(row, "told/"), {**sent, "names_because": "They asked for it."})

    assert row.notifications.get().names_because == "They asked for it."


def test_what_is_not_known_stands_in_the_form_already(row, officer, as_officer):
    letters.answered(row, "people", by=officer, is_unknown=True)

    assert "How many people?</textarea>" in as_officer.get(at(row, "told/")).text


# Telling the people


def test_the_letter_and_the_list_from_the_first_to_the_last(row, as_officer):
    assert "Word the letter first" in as_officer.get(at(row, "letters/")).text
    as_officer.post(at(row, "letters/words/"), letters.WORDS)
    typed = {"full_name": "Ash Marsh", "how": "letter", "where": "1 Elm Lane"}
    as_officer.post(at(row, "letters/add/"), typed)
    one = Recipient.objects.get()

    shown = as_officer.get(at(row, f"letters/{one.pk}/")).text
    file = as_officer.post(at(row, f"letters/{one.pk}/pdf/"))
    as_officer.post(at(row, f"letters/{one.pk}/told/"), {"told_how": "letter", **MOMENT})
    told = as_officer.get(at(row, "letters/")).text
    as_officer.post(at(row, "letters/done/"))
    as_officer.post(at(row, f"letters/{one.pk}/erase/"))

    assert letters.WORDS["consequences"] in shown
    assert file.content.startswith(b"%PDF")
    assert "1 of 1 told, 0 still to tell" in told
    row.refresh_from_db()
    assert row.people == "sent"
    assert "Ash Marsh" not in as_officer.get(at(row, "letters/")).text
    assert "1 of 1 told" in as_officer.get(row.get_absolute_url()).text


def test_who_is_not_told_is_left_out_with_a_reason(row, officer, as_officer):
    one = letters.added(row, by=officer)

    as_officer.post(at(row, f"letters/{one.pk}/not-told/"), {"reason": "They died."})

    assert "They died." in as_officer.get(at(row, f"letters/{one.pk}/")).text


def test_a_message_may_only_ask_them_to_ring(row, officer, as_officer):
    one = letters.added(row, by=officer, how="message", where="07700 900123")

    page = as_officer.get(at(row, f"letters/{one.pk}/")).text

    assert "What the message may say" in page
    assert "Could you please call me on" in page
    assert "Word the letter first" in page


def test_whom_a_councillor_tells_no_officer_sees(officer):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)
    row = reports.to_tell(row, by=councillor)
    way = people.verified(people.person(councillor=councillor, full_name="Rowan Vale"))
    mine, theirs = signed_in(councillor), signed_in(officer)

    assert theirs.get(at(row, "letters/")).status_code == 403
    page = mine.get(at(row, "letters/contacts/")).text
    mine.post(at(row, "letters/contacts/"), {"ways": [way.pk]})
    mine.post(at(row, "authorise/"))
    one = Recipient.objects.get()

    assert "Rowan Vale" in page
    assert "Rowan Vale" in mine.get(at(row, "letters/")).text
    assert "Hello, it’s Councillor" in mine.get(at(row, f"letters/{one.pk}/")).text
    seen = theirs.get(at(row, "letters/")).text
    assert "Rowan Vale" not in seen
    assert "1 of them is known to the councillor only" in seen
    assert theirs.get(at(row, f"letters/{one.pk}/")).status_code == 404


def test_nobody_else_is_offered_to_a_councillor(officer):
    councillor = given.councillor()
    row = reports.to_tell(reports.of_councillor(councillor, reporter=councillor), by=councillor)
    other = people.verified()

    answer = signed_in(councillor).post(at(row, "letters/contacts/"), {"ways": [other.pk]})

    assert answer.url == at(row, "letters/")
    assert not Recipient.objects.exists()


def test_in_public_it_says_where(officer, as_officer):
    row = reports.confirmed()
    decider = signed_in(reports.decider())
    why = {"unadvised_because": reports.UNADVISED, "reason": "10,000 people."}
    decider.post(at(row, "regulator/"), {"is_notifiable": "yes", **why})
    decider.post(at(row, "people/"), {"is_required": "no", "exemption": "effort", **why})
    moment = {name.replace("told", "published"): value for name, value in MOMENT.items()}

    assert "Not made public yet" in as_officer.get(row.get_absolute_url()).text
    told = {"text": "Something went wrong.", "place": "barset.example/notice"}
    as_officer.post(at(row, "public/"), {**told, **moment})

    assert "barset.example/notice" in as_officer.get(at(row, "letters/")).text
    assert "Made public: barset.example" in as_officer.get(row.get_absolute_url()).text


def test_why_nobody_waits_for_the_advice_is_asked():
    row = reports.confirmed()
    decider = signed_in(reports.decider())

    page = decider.post(at(row, "regulator/"), {"is_notifiable": "yes", "reason": "Risk."}).text

    assert "Say why you do not wait for the advice" in page
    row.refresh_from_db()
    assert row.regulator == "undecided"


def test_before_it_is_decided_the_list_says_so(as_officer):
    row = reports.confirmed()

    assert "not decided whether the people are told" in as_officer.get(at(row, "letters/")).text
    assert not Letter.objects.exists()
