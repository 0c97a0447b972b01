"""What becomes of an objection, or of a refusal to sign."""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.answering import actions as answering
from policies.models import Acknowledgement, StatementNote
from policies.signatures import actions
from tests import given


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


def begin():
    councillor = given.councillor(full_name="Robin Alder", phone="01632 960 301")
    return councillor, given.published()


@pytest.fixture
def councillor(made_once):
    return deepcopy(made_once[0])


@pytest.fixture
def version(made_once):
    return deepcopy(made_once[1])


@pytest.fixture
def declined(version, councillor):
    return actions.decline(version=version, by=councillor, reason="I want to ask first.")


@pytest.fixture
def officer(client):
    monitoring = given.officer(Role.MONITORING_OFFICER, full_name="Helen Abernathy")
    client.force_login(monitoring)
    return monitoring


def note(row, *, is_settled=True, text="Rang him."):
    by = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    return answering.answer_statement(
        acknowledgement=row, seen=row.status, is_settled=is_settled, text=text, by=by
    )


def listed(client, wanted):
    page = client.get(reverse("policies:statements"), {"statement": wanted})
    return page.context["page"].paginator.count


def answer(text, *, is_settled=True, seen="declined"):
    return {"text": text, "is_settled": str(is_settled), "seen": seen}


def counted_at_home(client):
    text = client.get(reverse("home")).content.decode()
    return re.findall(r"statement=open\">(\d+) (?:objection|refusal)", text)


def page(client, row):
    text = client.get(reverse("policies:statement", args=[row.pk])).content.decode()
    return text.partition("<main")[2].partition("</main>")[0]


def test_a_refusal_says_when_whom_to_ring_and_nothing_of_an_objection(client, officer, declined):
    text = page(client, declined)

    assert "Declined to sign at" in text
    assert "I want to ask first." in text
    assert 'href="tel:01632960301"' in text
    assert "Objection" not in text
    assert "Certificate" not in text


def test_an_objection_leads_to_its_certificate(client, officer, version, councillor):
    given.signature(version, councillor, objection="Clause 1 is unclear.")
    row = Acknowledgement.objects.signed().get()

    text = page(client, row)

    assert "Signed with this objection at" in text
    assert reverse("policies:certificate", args=[row.pk]) in text
    assert "Reason for declining" not in text


def test_a_signature_without_a_statement_has_no_such_page(client, officer, version, councillor):
    given.signature(version, councillor)
    row = Acknowledgement.objects.signed().get()

    assert client.get(reverse("policies:statement", args=[row.pk])).status_code == 404


def test_a_statement_is_marked_as_dealt_with_and_opened_again(client, officer, declined):
    address = reverse("policies:answer_statement", args=[declined.pk])
    assert (listed(client, "open"), listed(client, "settled")) == (1, 0)

    client.post(address, answer("Rang him on Monday."))
    assert (listed(client, "open"), listed(client, "settled")) == (0, 1)
    text = page(client, declined)
    assert "Rang him on Monday." in text
    assert "Helen Abernathy" in text

    client.post(address, answer("He has another question.", is_settled=False))
    assert (listed(client, "open"), listed(client, "settled")) == (1, 0)
    assert "Rang him on Monday." in page(client, declined)


def test_a_note_without_words_is_asked_for(client, officer, declined):
    address = reverse("policies:answer_statement", args=[declined.pk])

    response = client.post(address, answer(" "))

    assert response.context["form"].errors == {"text": ["Enter what was answered or done"]}
    with pytest.raises(Refused, match="Enter what was answered"):
        note(declined, text=" ")


def test_dealing_with_a_statement_is_evidence_without_its_words(declined):
    written = note(declined)

    entry = Entry.objects.get(kind="policies.statement_answered")
    assert (entry.details["note"], entry.details["is_settled"]) == (written.pk, True)
    assert "Rang him" not in str(entry.details)


def test_two_officers_deal_with_a_statement_once(declined):
    note(declined)

    with pytest.raises(Refused, match="Read the newest note first"):
        note(declined)
    assert StatementNote.objects.count() == 1


def test_what_was_never_dealt_with_is_not_opened_again(declined):
    with pytest.raises(Refused, match="Read the newest note first"):
        note(declined, is_settled=False)


def test_an_objection_after_a_refusal_is_a_new_matter(version, councillor, declined):
    note(declined)
    assert not Acknowledgement.objects.unsettled().exists()

    given.signature(version, councillor, objection="Clause 1 is unclear.")

    assert Acknowledgement.objects.unsettled().get().councillor == councillor


def test_a_signature_after_a_refusal_that_was_dealt_with_opens_nothing(
    version, councillor, declined
):
    note(declined)

    given.signature(version, councillor)

    assert not Acknowledgement.objects.unsettled().exists()


def test_what_was_said_since_is_read_before_it_is_dealt_with(client, officer, version, declined):
    address = reverse("policies:answer_statement", args=[declined.pk])
    given.signature(version, declined.councillor, objection="Clause 1 is unclear.")

    response = client.post(address, answer("Rang him."))

    text = response.content.decode()
    assert "has signed since you opened this page" in text
    assert "Clause 1 is unclear." in text
    assert "Rang him." in text
    assert not StatementNote.objects.exists()
    assert client.post(address, answer("Rang him.", seen="objected")).status_code == 302


def test_there_is_nothing_to_answer_where_nobody_said_anything(version, councillor):
    given.signature(version, councillor)

    with pytest.raises(Refused, match="nothing to answer"):
        note(Acknowledgement.objects.get(), is_settled=False)


def test_a_statement_stays_in_the_list_when_its_version_is_replaced(client, officer, declined):
    given.next_version(declined.version, major=2)

    assert (listed(client, "open"), counted_at_home(client)) == (1, ["1"])


def test_a_statement_stays_in_the_list_when_its_councillor_leaves(client, officer, declined):
    term = declined.councillor.terms.get()
    end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=officer)

    assert (listed(client, "open"), counted_at_home(client)) == (1, ["1"])


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    client, officer, declined, django_assert_num_queries
):
    with CaptureQueriesContext(connection) as queries:
        assert listed(client, "open") == 1
    for _n in range(3):
        another = given.councillor()
        given.ask_everybody(declined.version)
        actions.decline(version=declined.version, by=another, reason="Not yet")

    with django_assert_num_queries(len(queries)):
        assert listed(client, "open") == 4


def test_taking_the_list_away_is_evidence_of_its_own(client, officer, declined):
    client.post(reverse("policies:statements"), {"export": "csv"})

    assert Entry.objects.filter(kind="policies.statements.register_exported").count() == 1


@pytest.mark.parametrize("change", ["UPDATE {} SET text = 'x'", "DELETE FROM {}"])
def test_the_database_keeps_a_note_as_it_was_written(declined, change):
    note(declined)

    with (
        pytest.raises(IntegrityError, match="add a further one"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(StatementNote._meta.db_table))


def test_the_words_of_a_note_may_be_erased(declined):
    note(declined)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE policies_statementnote SET text = '(erased)'")

    assert str(StatementNote.objects.get()) == f"Note on {declined.pk}"


def test_the_database_refuses_an_empty_note(declined):
    written = note(declined)

    with pytest.raises(IntegrityError, match="policies_statementnote_says_something"):
        StatementNote(
            acknowledgement=declined,
            is_settled=False,
            text="",
            noted_at=written.noted_at,
            noted_by=written.noted_by,
        ).save()


def test_the_register_says_how_a_statement_stands_and_a_download_not_what_it_says(
    client, officer, declined
):
    note(declined)

    file = client.post(reverse("policies:register"), {"export": "csv"}).content.decode("utf-8-sig")

    assert file.splitlines()[1].endswith(",Dealt with")
    assert "I want to ask first." not in file
