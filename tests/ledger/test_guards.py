"""The database refuses to change evidence, whoever asks."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from councilgov.database import evidence_tables
from councilgov.ledger.models import Certificate, Entry, EntryName, Seal, SigningKey, Wait
from tests import given
from tests.database import owner_cursor
from tests.ledger import evidence

EVIDENCE = ["ledger_entry", "ledger_seal", "ledger_certificate", "ledger_signingkey"]


def test_all_of_the_ledger_is_evidence_but_the_names_and_the_queue():
    models = set(apps.get_app_config("ledger").get_models())

    assert models == {Entry, EntryName, Wait, Seal, SigningKey, Certificate}
    assert sorted(evidence_tables()) == sorted(EVIDENCE)


@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {table} SET {column} = {column}",
        "DELETE FROM {table}",
        "TRUNCATE {table} CASCADE",
        "ALTER TABLE {table} DISABLE TRIGGER ALL",
        "ALTER TABLE {table} DISABLE TRIGGER refuse_change",
        "DROP TRIGGER refuse_change ON {table}",
        "DROP TABLE {table} CASCADE",
    ],
)
def test_the_web_login_may_not_change_evidence(change, table):
    column = "sequence" if table == "ledger_seal" else "id"

    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run(change.format(table=table, column=column))


def test_the_web_login_may_not_take_off_all_triggers():
    with pytest.raises(ProgrammingError, match="permission denied"):
        run("SET session_replication_role = replica")


def test_the_web_login_may_not_drop_the_guard():
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        run("DROP FUNCTION ledger_refuse_change CASCADE")


@pytest.mark.parametrize("table", EVIDENCE)
@pytest.mark.parametrize(
    "change",
    ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
)
def test_even_the_owner_is_refused_and_told_why(change, table):
    column = "sequence" if table == "ledger_seal" else "id"

    with owner_cursor() as cursor, pytest.raises(Exception, match="evidence") as refusal:
        cursor.execute(change.format(table=table, column=column))

    verb = change.split()[0]
    assert str(refusal.value).startswith(f"{verb} refused: rows of ")


def test_emptying_people_does_not_empty_the_ledger():
    with owner_cursor() as cursor, pytest.raises(Exception, match="TRUNCATE refused"):
        cursor.execute("TRUNCATE people_user CASCADE")


def test_the_guards_can_be_taken_off_and_put_back_by_their_migration():
    guards = import_module("councilgov.ledger.migrations.0002_guards").Migration.operations

    with owner_cursor() as cursor:
        cursor.execute("BEGIN")
        for guard in reversed(guards):
            cursor.execute(guard.reverse_sql)
        cursor.execute("DELETE FROM ledger_entry")
        for guard in guards:
            cursor.execute(guard.sql)
        with pytest.raises(Exception, match="evidence"):
            cursor.execute("DELETE FROM ledger_entry")
        cursor.execute("ROLLBACK")


def test_an_entry_that_was_read_cannot_be_saved_again():
    entry = evidence.entry()
    entry.kind = "policies.declined"

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        entry.save()


def test_a_person_of_whom_there_is_evidence_is_not_deleted():
    person = given.person()
    evidence.entry(actor=person)

    with pytest.raises(Exception, match="protected"):
        person.delete()


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("sequence", 0, "ledger_seal_counts_from_one"),
        ("entry_digest", "x" * 64, "ledger_seal_entry_digest_is_sha256"),
        ("previous", "A" * 64, "ledger_seal_previous_is_sha256"),
        ("digest", "", "ledger_seal_digest_is_sha256"),
    ],
)
def test_a_seal_counts_and_holds_digests(column, value, constraint):
    seal = evidence.sealed(1)[0]
    entry = evidence.entry()
    columns = {
        "sequence": 2,
        "entry": entry,
        "sealed_at": seal.sealed_at,
        "entry_digest": "0" * 64,
        "previous": seal.digest,
        "digest": "1" * 64,
    }

    with pytest.raises(IntegrityError, match=constraint):
        Seal.objects.create(**columns | {column: value})


def test_an_entry_is_sealed_once():
    seal = evidence.sealed(1)[0]

    with pytest.raises(IntegrityError, match="entry_id"):
        Seal.objects.create(
            sequence=2,
            entry=seal.entry,
            sealed_at=seal.sealed_at,
            entry_digest="0" * 64,
            previous=seal.digest,
            digest="1" * 64,
        )


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("kind", "", "ledger_entry_has_a_kind"),
        ("subject", "council 1", "ledger_entry_names_its_subject"),
    ],
)
def test_an_entry_has_a_kind_and_names_its_subject(column, value, constraint):
    entry = evidence.entry(names={})
    entry.pk = None
    setattr(entry, column, value)

    with pytest.raises(IntegrityError, match=constraint):
        entry.save(force_insert=True)


def test_a_name_stands_once_for_each_field():
    name = evidence.entry().names.get()
    name.pk = None

    with pytest.raises(IntegrityError, match="ledger_entryname_one_for_each_field"):
        name.save(force_insert=True)


def test_a_code_is_sixteen_letters_of_crockford():
    certificate = evidence.certificate()
    certificate.pk, certificate.code = None, "0000000000000OIL"

    with pytest.raises(IntegrityError, match="ledger_certificate_code_is_base32"):
        certificate.save(force_insert=True)


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
