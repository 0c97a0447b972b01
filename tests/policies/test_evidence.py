"""What the council holds about one person's signatures, on their page and in one file."""

import hashlib
import io
import time
from functools import partial
from importlib import import_module

import pypdf
import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.actions import seal
from councilgov.ledger.models import Entry, Seal
from councilgov.ledger.statements import in_groups
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from policies.acknowledgements import Lapse
from policies.evidence import files, views
from policies.evidence.files import made
from policies.evidence.holdings import certificates_of, holdings_of, parts_of
from policies.evidence.lines import lines_of, term_in_words
from policies.models import (
    AccessHold,
    AcknowledgementStatus,
    Answer,
    Exemption,
    HoldStatus,
    Manner,
    PolicyVersion,
    Question,
    RecordedSignature,
    Service,
)
from policies.publishing.actions import publish
from policies.registers.actions import chase
from policies.reminders import stage_in_words
from policies.signatures import actions as signatures
from tests import given

SICK = "Recovering from an operation"


def one_signed():
    """One councillor signed with an objection; another was asked and did nothing."""
    with time_machine.travel("2026-10-30 09:00Z"):
        signer = given.councillor(full_name="Amina Begum", known_as="Councillor Begum")
        given.councillor(full_name="Bo Carr")
        version = given.published()
    given.signature(version, signer, objection="Clause 2 is unclear.")
    return version


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(one_signed)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once.pk)


@pytest.fixture
def signer(version):
    return version.acknowledgements.get(councillor__full_name="Amina Begum").councillor


@pytest.fixture
def idle(version):
    return version.acknowledgements.get(councillor__full_name="Bo Carr").councillor


def page(name, person):
    return reverse(f"policies:{name}", args=[person.pk])


def text_of(content):
    """The words of a PDF, without what only helps to break its lines."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    joined = "".join(page.extract_text() for page in pages).replace("\u200b", "")
    return " ".join(joined.split())


def said_of(person, *, reads_statements=True):
    """Every line about a person, of whatever request."""
    lines = [lines_of(one, reads_statements=reads_statements) for one in holdings_of(person)]
    return {label: value for found in lines for label, value in found}


def test_a_councillor_sees_all_that_is_held_about_their_own_signatures(client, version, signer):
    client.force_login(signer)

    html = client.get(page("person", signer)).text

    assert "What the council holds about your signatures" in html
    assert "Clause 2 is unclear." in html
    assert version.sha256 in html
    assert "Message: receipt for the signature" in html
    assert page("person", signer) in client.get(reverse("home")).text


def test_nobody_sees_what_is_held_about_another_councillor(client, signer, idle):
    client.force_login(idle)

    assert client.get(page("person", signer)).status_code == 404
    assert client.post(page("evidence", signer)).status_code == 404


def test_an_officer_who_is_no_member_has_an_empty_page_of_their_own(client, signer):
    officer = given.officer(Role.ICT_DESK)
    client.force_login(officer)

    assert "Nothing: only members are asked" in client.get(page("person", officer)).text


def test_who_was_never_in_office_has_no_page(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    assert client.get(page("person", given.officer(Role.ICT_DESK))).status_code == 404


def test_words_of_an_objection_are_for_the_monitoring_officer(client, signer):
    client.force_login(given.officer(Role.AUDITOR))
    auditors = client.get(page("person", signer)).text
    file = text_of(client.post(page("evidence", signer)).content)
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    assert "Clause 2" not in auditors + file
    assert "Read by the Monitoring Officer only" in auditors
    assert "Clause 2 is unclear." in client.get(page("person", signer)).text
    assert "Clause 2 is unclear." in text_of(client.post(page("evidence", signer)).content)


def test_who_keeps_the_register_reads_the_page_and_takes_no_file(client, signer):
    client.force_login(given.officer(Role.MEMBERS_SERVICES))

    html = client.get(page("person", signer)).text

    assert page("evidence", signer) not in html
    assert client.post(page("evidence", signer)).status_code == 404


def test_the_file_holds_the_signature_its_certificate_and_every_message(client, version, signer):
    (certificate,) = certificates_of(version.acknowledgements.all()).values()
    client.force_login(signer)

    response = client.post(page("evidence", signer))

    text = text_of(response.content)
    assert response["Content-Disposition"].startswith('attachment; filename="evidence-amina-begum-')
    assert version.sha256 in text
    assert in_groups(certificate.code) in text
    assert "http://testserver/verify/" in text
    assert "Message: request to sign Waiting" in text
    assert "Elected, Ward" in text
    assert "Page 1 of" in text


def test_the_file_is_tagged_for_screen_readers_and_has_a_table_of_contents(signer):
    file = made(signer, by=signer, reads_statements=True).content

    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert b"/MarkInfo<</Marked true" in file
    outline = pypdf.PdfReader(io.BytesIO(file)).outline
    assert outline
    assert "Contents" in text_of(file)


def test_that_the_file_was_taken_is_in_the_ledger_with_its_hash(client, signer):
    officer = given.officer(Role.AUDITOR)
    client.force_login(officer)

    content = client.post(page("evidence", signer)).content

    entry = Entry.objects.get(kind="policies.evidence_exported")
    assert entry.actor == officer
    assert entry.subject == f"people.user:{signer.pk}"
    assert entry.details["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_file_names_the_head_of_the_ledger_when_it_was_made(transactional_db):
    signer = one_signed().acknowledgements.signed().get().councillor
    before = text_of(made(signer, by=signer, reads_statements=True).content)
    seal()
    head = Seal.objects.head()
    file = made(signer, by=signer, reads_statements=True)

    assert "Nothing has been sealed yet" in before
    assert file.head == head.sequence
    assert head.digest in text_of(file.content)


def test_the_file_is_made_outside_of_any_transaction(client, signer, monkeypatch):
    depth = len(connection.savepoint_ids)

    def watched(*args, **options):
        assert len(connection.savepoint_ids) == depth
        return made(*args, **options)

    monkeypatch.setattr(views, "made", watched)
    client.force_login(signer)

    assert client.post(page("evidence", signer)).status_code == 200


# What each line says


def test_a_signature_that_an_officer_recorded_is_marked_with_its_dispute(version, idle):
    officer = given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services")
    row = version.acknowledgements.get(councillor=idle)
    row.signed_at, row.typed_name, row.statement = timezone.now(), "Bo Carr", "I agree."
    row.text_sha256 = version.sha256
    row.move(AcknowledgementStatus.SIGNED, by=officer, why="Recorded")
    note = RecordedSignature(
        acknowledgement=row,
        manner=Manner.PHONE,
        given_on=timezone.localdate(),
        evidence="Call at ten",
        recorded_at=timezone.now(),
        recorded_by=officer,
        disputed_at=timezone.now(),
        dispute="I never said so",
    ).keep(by=officer, why="Recorded")

    disputed = said_of(idle)
    note.settled_at, note.settled_by, note.stands = timezone.now(), officer, False
    note.reason = "No note of the call"
    note.keep(by=officer, why="Settled")

    assert (
        "By phone on 23 November 2026, recorded by Sam Services"
        in (disputed["Not signed in the portal"])
    )
    assert disputed["Evidence of it"] == "Call at ten"
    assert "Call at ten" not in str(said_of(idle, reads_statements=False))
    assert disputed["Why it is disputed"] == "I never said so"
    assert "What came of it" not in disputed
    assert said_of(idle)["What came of it"] == (
        "The signature was set aside and does not count. No note of the call"
    )


def test_a_refusal_is_told_and_its_reason_only_to_who_may_read_it(version, idle):
    signatures.decline(version=version, by=idle, reason="I disagree.")

    assert said_of(idle)["Reason for declining"] == "I disagree."
    assert "disagree" not in str(said_of(idle, reads_statements=False))


def test_an_exemption_is_told_without_its_reason(version, idle):
    officer = given.officer(Role.MONITORING_OFFICER)
    row = version.acknowledgements.get(councillor=idle)
    exemption = Exemption(
        acknowledgement=row,
        until=timezone.localdate(),
        reason=SICK,
        granted_at=timezone.now(),
        granted_by=officer,
    ).keep(by=officer, why="Test")

    assert said_of(idle)["Exemption"].endswith("until 23 November 2026")
    exemption.ended_at = timezone.now()
    exemption.keep(by=officer, why="Test")
    assert "; ended at" in said_of(idle)["Exemption"]
    assert SICK not in str(said_of(idle))


def test_training_is_teller_question(idle):
    version = given.approved()
    question = Question(
        version=version,
        position=1,
        text="Whom do you ring?",
        choices=["The desk", "Nobody"],
        right=0,
        explanation="The desk.",
    ).keep(by=None, why="Test")
    publish(version=version, by=given.officer(Role.MEMBERS_SERVICES))
    row = version.acknowledgements.get(councillor=idle)

    def answer(chosen):
        Answer(
            acknowledgement=row,
            question=question,
            chosen=chosen,
            is_right=chosen == 0,
            answered_at=timezone.now(),
        ).keep(by=None, why="Test")

    answer(1)
    assert said_of(idle)["Question: Whom do you ring?"] == "1 answer, none of them right"
    answer(0)
    assert said_of(idle)["Question: Whom do you ring?"] == "2 answers, right in the end"


@pytest.mark.parametrize("is_ordered", [True, False])
def test_an_access_hold_is_told_once_it_is_ordered(version, idle, is_ordered):
    officer = given.officer(Role.MEMBERS_SERVICES)
    hold = AccessHold(
        acknowledgement=version.acknowledgements.get(councillor=idle),
        services=[Service.CHAT],
        authority="Council, minute 12",
        proposal="Two months late",
        proposed_at=timezone.now(),
        proposed_by=officer,
    )
    if is_ordered:
        hold.status, hold.reasons = HoldStatus.ORDERED, "No answer"
        hold.decided_at, hold.decided_by = timezone.now(), given.officer(Role.MONITORING_OFFICER)
    hold.keep(by=officer, why="Test")

    assert ("Access hold" in said_of(idle)) == is_ordered
    assert "Access hold" not in said_of(idle, reads_statements=False)


@pytest.mark.parametrize(
    ("role", "reads"),
    [
        (Role.MONITORING_OFFICER, True),
        (Role.MEMBERS_SERVICES, True),
        (Role.AUDITOR, False),
    ],
)
def test_where_a_signature_was_given_is_read_by_who_records_them(
    client, version, idle, role, reads
):
    given.recorded(version, idle, evidence="I rang 07700 900123")
    officer = given.officer(role)
    client.force_login(officer)

    assert ("07700 900123" in client.get(page("person", idle)).text) == reads


def test_who_left_without_signing_has_that_in_their_term(client, version, idle):
    people.end_term(
        term=idle.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )
    row = version.acknowledgements.get(councillor=idle)
    row.lapsed_on, row.lapsed_because = timezone.localdate(), Lapse.LEFT_OFFICE
    row.move(AcknowledgementStatus.LAPSED, by=None, why="Left office")

    text = text_of(made(idle, by=idle, reads_statements=True).content)

    assert "Left office on 23 November 2026 without signing version 1.0." in text
    assert "Resigned" in text


def test_each_request_stands_in_the_term_in_which_it_was_asked(version, idle):
    row = version.acknowledgements.get(councillor=idle)
    with time_machine.travel("2026-11-01 10:00Z"):
        people.end_term(
            term=idle.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
        )
    given.term(idle, starts_on=timezone.localdate())

    now, before = parts_of(idle)

    assert now.holdings == []
    assert [holding.row for holding in before.holdings] == [row]


def test_what_was_asked_in_no_term_is_told_too(version, idle):
    row = version.acknowledgements.get(councillor=idle)
    term = idle.terms.get()
    term.starts_on = timezone.localdate()
    term.keep(by=None, why="Entered wrongly")

    empty, outside = parts_of(idle)

    assert (empty.holdings, outside.term) == ([], None)
    assert [holding.row for holding in outside.holdings] == [row]
    assert term_in_words(outside.term) == "Outside any term of office"


def test_a_person_takes_as_many_queries_for_12_policies_as_for_one(client, version, signer):
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(page("person", signer)).status_code == 200
        return len(found)

    before = queries()
    for _number in range(11):
        given.signature(given.published(), signer)

    assert queries() == before


def test_a_file_takes_as_many_queries_for_many_messages_as_for_few(signer, version):
    def queries():
        with CaptureQueriesContext(connection) as found:
            made(signer, by=signer, reads_statements=True)
        return len(found)

    before = queries()
    for _number in range(3):
        given.signature(given.published(), signer)

    assert queries() == before


@pytest.mark.parametrize("ask", ["get", "head"])
def test_nobody_takes_a_file_without_pressing_the_button(client, signer, ask):
    client.force_login(signer)

    assert getattr(client, ask)(page("evidence", signer)).status_code == 405
    assert not Entry.objects.filter(kind="policies.evidence_exported").exists()
    assert f'action="{page("evidence", signer)}"' in client.get(page("person", signer)).text


def test_who_chased_and_when_is_in_the_file(version, idle):
    officer = given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services")
    row = version.acknowledgements.get(councillor=idle)
    chase(version=version, rows=[row.pk], by=officer)

    text = text_of(made(idle, by=idle, reads_statements=True).content)

    assert "Chased Sam Services" in text
    assert "Message: reminder by an officer Waiting" in text


def test_ten_years_of_many_policies_make_a_file_in_seconds(version, signer):
    (holding,) = holdings_of(signer)
    parts = parts_of(signer)
    parts[0].holdings[:] = [holding] * 250

    began = time.perf_counter()
    facts = {
        **files._frame(signer, by=signer, head=None),
        "parts": [files._part(part, partial(lines_of, reads_statements=True)) for part in parts],
    }
    content = files.documents.pdf("evidence", facts)
    took = time.perf_counter() - began

    assert content.startswith(b"%PDF")
    assert took < 60  # a few seconds where nothing else runs


NOT_ABOUT_A_REQUEST = ("account_", "draft", "comment_", "hold_", "invitation", "ledger_")


def test_the_log_names_every_message_about_a_request():
    modules = [
        import_module(name) for name in settings.NOTICE_KINDS if name.startswith("policies.")
    ]
    names = {kind.name for module in modules for kind in module.KINDS}
    about = {name for name in names if not name.startswith(NOT_ABOUT_A_REQUEST)}

    unnamed = {
        name
        for name in about
        if stage_in_words(Notice(kind=name, key=f"{name}:5:0:9")) == "Message"
    }

    assert "signature_disputed" in about
    assert not unnamed
