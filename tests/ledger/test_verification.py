"""Whatever was done to the ledger behind its back is found, and the row is named."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from psycopg2 import sql

from councilgov.ledger import actions
from councilgov.ledger.models import Entry, EntryName, Seal, Wait
from councilgov.ledger.verification import Head, verify
from tests.database import owner_cursor
from tests.ledger import evidence

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
"""The clock of these tests: an entry is recorded and sealed before it is tampered with."""


TAMPERED = pytest.mark.usefixtures("transactional_db")


@pytest.fixture
def chain(transactional_db):  # tampering needs what is committed
    """Five entries and five seals, the third of which is about to be wrong."""
    evidence.entries(5)
    actions.seal()
    return list(Seal.objects.select_related("entry").order_by("sequence"))


def tamper(statement: str, *values: object, **names: str) -> None:
    """What only a superuser could do, with every trigger off."""
    columns = {name: sql.Identifier(column) for name, column in names.items()}
    with owner_cursor(triggers=False) as cursor:
        cursor.execute(sql.SQL(statement).format(**columns), values)
        assert cursor.rowcount > 0


def findings(**options) -> list[str]:
    return [str(finding) for finding in verify(**options)]


@pytest.mark.usefixtures("chain")
def test_a_ledger_that_nobody_touched_is_well():
    evidence.certificate()

    assert findings() == []


def test_an_empty_ledger_is_well():
    assert findings() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("recorded_at", NOW),
        ("kind", "policies.declined"),
        ("actor_id", 1),
        ("subject", "people.council:2"),
        ("facts", '{"number":3}'),
        ("facts", '{"number": 2}'),
        ("facts", "not JSON"),
    ],
)
def test_a_changed_entry_is_named(chain, column, value):
    entry = chain[2].entry

    tamper("UPDATE ledger_entry SET {c} = %s WHERE id = %s", value, entry.pk, c=column)

    assert findings() == [f"Entry {entry.pk}: it is not what seal 3 sealed"]


def test_an_entry_with_another_number_is_missing(chain):
    entry = chain[2].entry
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        tamper("UPDATE ledger_entry SET id = id + 1000 WHERE id = %s", entry.pk)

        assert findings() == [
            f"Entry {entry.pk}: it is missing (seal 3)",
            f"Warning: Entry {entry.pk + 1000}: it is not sealed yet: is the sealer running?",
        ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("entry_id", 1_000_000),
        ("sealed_at", NOW),
        ("entry_digest", "a" * 64),
        ("digest", "b" * 64),
    ],
)
@pytest.mark.usefixtures("chain")
def test_a_changed_seal_is_named(column, value):
    tamper("UPDATE ledger_seal SET {c} = %s WHERE sequence = 3", value, c=column)

    assert findings() == [
        "Seal 3: its columns do not match its digest, so it does not vouch for its entry"
    ]


@pytest.mark.usefixtures("chain")
def test_a_seal_that_follows_from_another_is_named():
    tamper("UPDATE ledger_seal SET previous = %s WHERE sequence = 3", "c" * 64)

    assert findings() == [
        "Seal 3: it does not follow from the one before it",
        "Seal 3: its columns do not match its digest, so it does not vouch for its entry",
    ]


@pytest.mark.usefixtures("chain")
def test_a_seal_with_another_number_is_named():
    tamper("UPDATE ledger_seal SET sequence = 9 WHERE sequence = 3")

    assert findings() == [
        "Seal 3: it is missing",
        "Seals 6 to 8: they are missing",
        "Seal 9: its columns do not match its digest, so it does not vouch for its entry",
    ]


def test_every_column_is_tried_above():
    tried = {"recorded_at", "kind", "actor_id", "subject", "facts", "id"}
    tried_of_seals = {"entry_id", "sealed_at", "entry_digest", "digest", "previous", "sequence"}

    assert tried == {field.attname for field in Entry._meta.concrete_fields}
    assert tried_of_seals == {field.attname for field in Seal._meta.concrete_fields}


def test_a_deleted_entry_is_named(chain):
    tamper("DELETE FROM ledger_entry WHERE id = %s", chain[2].entry_id)

    assert findings() == [f"Entry {chain[2].entry_id}: it is missing (seal 3)"]


@pytest.mark.usefixtures("chain")
def test_a_deleted_seal_is_named():
    tamper("DELETE FROM ledger_seal WHERE sequence = 3")

    assert findings() == ["Seal 3: it is missing"]


@pytest.mark.usefixtures("chain")
def test_a_run_of_deleted_seals_is_named():
    tamper("DELETE FROM ledger_seal WHERE sequence < 3")

    assert findings() == ["Seals 1 to 2: they are missing"]


def test_an_entry_that_was_changed_with_its_seal_breaks_the_next(chain):
    """Whoever changes an entry and computes its seal anew must do so to the end of the chain."""
    seal, entry = chain[2], chain[2].entry
    entry.facts = '{"number":99}'
    seal.entry_digest = entry.computed_digest()
    seal.digest = seal.computed_digest()

    tamper("UPDATE ledger_entry SET facts = %s WHERE id = %s", entry.facts, entry.pk)
    tamper(
        "UPDATE ledger_seal SET entry_digest = %s, digest = %s WHERE sequence = 3",
        seal.entry_digest,
        seal.digest,
    )

    assert findings() == ["Seal 4: it does not follow from the one before it"]


def test_a_chain_that_was_made_anew_does_not_match_a_published_head(chain):
    published = Head(5, chain[4].digest)
    tamper("DELETE FROM ledger_seal WHERE sequence > 2")
    tamper("DELETE FROM ledger_entry WHERE id >= %s", chain[2].entry_id)
    evidence.entries(3)
    actions.seal()

    assert findings() == []
    assert findings(head=published) == [f"Seal 5: it was published as {chain[4].digest}"]


def test_a_tail_that_was_cut_off_is_missed_by_a_published_head(chain):
    published = Head(5, chain[4].digest)
    tamper("DELETE FROM ledger_seal WHERE sequence = 5")
    tamper("DELETE FROM ledger_entry WHERE id = %s", chain[4].entry_id)

    assert findings() == []
    assert findings(head=published) == ["Seal 5: it was published, and is not here any more"]


def test_a_published_head_that_stands_proves_the_ledger(chain):
    assert findings(head=Head(3, chain[2].digest)) == []


def test_a_changed_name_is_named():
    entry = evidence.entry(names={"typed_name": "Jane Smart"})

    EntryName.objects.update(name="John Smart")

    assert findings() == [f"Entry {entry.pk}: the name “typed_name” does not match its digest"]


def test_a_name_that_nobody_gave_is_named():
    entry = evidence.entry(names={})

    EntryName.objects.create(entry=entry, field="typed_name", name="Jane Smart", salt="0" * 32)

    assert findings() == [f"Entry {entry.pk}: the name “typed_name” does not match its digest"]


def test_erased_names_leave_the_ledger_well():
    certificate = evidence.certificate()
    actions.seal()

    actions.erase_names(entries=[certificate.entry], by=None)
    actions.seal()

    assert not EntryName.objects.exists()
    assert findings() == []


def test_a_name_that_was_deleted_and_not_erased_is_missed():
    first = evidence.entry(names={"typed_name": "Jane Smart", "objection": "I object."})
    second = evidence.entry(names={"typed_name": "Jane Smart"})
    first.names.filter(field="objection").delete()
    second.names.all().delete()

    assert findings() == [
        f"Entry {first.pk}: the name “objection” is missing without an erasure entry",
        f"Entry {second.pk}: the name “typed_name” is missing without an erasure entry",
    ]


def test_the_erasure_of_one_entry_does_not_excuse_another():
    erased, deleted = evidence.entry(), evidence.entry()
    actions.erase_names(entries=[erased], by=None)
    deleted.names.all().delete()

    assert findings() == [
        f"Entry {deleted.pk}: the name “typed_name” is missing without an erasure entry"
    ]


def test_an_entry_of_another_kind_is_no_erasure():
    entry = evidence.entry()
    entry.names.all().delete()
    evidence.entry(kind="policies.signed", subject=entry, names={})

    assert findings() == [
        f"Entry {entry.pk}: the name “typed_name” is missing without an erasure entry"
    ]


@pytest.mark.parametrize(("minutes", "found"), [(10, 0), (11, 1)])
def test_an_entry_that_nobody_seals_is_a_warning(minutes, found):
    with time_machine.travel(NOW, tick=False):
        entry = evidence.entry()
    warning = f"Warning: Entry {entry.pk}: it is not sealed yet: is the sealer running?"

    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        assert findings() == [warning][:found]


def test_an_entry_that_was_taken_off_the_sealers_list_is_found():
    with time_machine.travel(NOW, tick=False):
        entry = evidence.entry()
    Wait.objects.all().delete()
    actions.seal()

    assert findings() == [
        f"Warning: Entry {entry.pk}: it is not sealed yet: is the sealer running?"
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [("code", "0" * 16), ("signature", "A" * 86), ("key_id", "another"), ("entry_id", "issued_id")],
)
@TAMPERED
def test_a_changed_certificate_is_named(column, value):
    certificate = evidence.certificate()
    value = certificate.issued_id if value == "issued_id" else value

    tamper("UPDATE ledger_certificate SET {c} = %s", value, c=column)

    assert findings() == [
        f"Certificate {certificate.pk}: it is not what entry {certificate.issued_id} says of it"
    ]


@TAMPERED
def test_a_deleted_certificate_is_named():
    certificate = evidence.certificate()

    tamper("DELETE FROM ledger_certificate")

    assert findings() == [
        f"Entry {certificate.issued_id}: the certificate that it records is missing"
    ]


@TAMPERED
@pytest.mark.parametrize("public", ["A" * 43 + "=", "not base64"])
def test_a_changed_key_is_named(public):
    key = evidence.certificate().key

    tamper("UPDATE ledger_signingkey SET public = %s", public)

    assert findings() == [f"Key {key.pk}: its name does not match its bytes"]


def test_ten_times_as_many_entries_take_as_many_statements(django_assert_num_queries):
    evidence.sealed(3)
    with django_assert_num_queries(8):
        findings()

    evidence.sealed(30)
    with django_assert_num_queries(8):
        findings()


# manage.py verify_ledger


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_ledger", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_says_that_all_is_well():
    head = evidence.sealed(2)[-1]

    assert command() == f"All is well. Head: {head}\n"
    assert command("--head", str(head)) == f"All is well. Head: {head}\n"


def test_the_command_has_no_head_to_show_before_the_first_seal():
    assert command() == "All is well. Head: no seal yet\n"


@pytest.mark.usefixtures("chain")
def test_the_command_prints_what_is_wrong_and_exits_with_1():
    tamper("DELETE FROM ledger_seal WHERE sequence = 3")
    out = StringIO()

    with pytest.raises(CommandError, match=r"The ledger has 1 finding\.") as failure:
        call_command("verify_ledger", stdout=out)

    assert out.getvalue() == "Seal 3: it is missing\n"
    assert failure.value.returncode == 1


def test_the_command_exits_with_1_for_a_head_that_does_not_stand():
    with pytest.raises(CommandError, match="1 finding"):
        command("--head", f"7:{'a' * 64}")


@pytest.mark.parametrize("head", ["7", "7:abc", "seven:" + "a" * 64, "7:" + "A" * 64, ""])
def test_a_head_that_is_none_is_refused(head):
    with pytest.raises(CommandError, match="give it as it was published"):
        command("--head", head)
