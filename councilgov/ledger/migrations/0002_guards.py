"""What the database itself does for the ledger, with core PostgreSQL and no extension.

It refuses to change evidence, whoever asks: rows are added and never altered. One trigger for each
statement, so that an UPDATE that would meet no row is refused as well. Only whoever owns the tables
can take the triggers off, and the seals show what was done meanwhile (``manage.py verify_ledger``).

It also puts each new entry on the sealer's list, so that no way of writing one can forget to.
"""

from django.db import migrations

EVIDENCE = ["ledger_entry", "ledger_seal", "ledger_certificate", "ledger_signingkey"]

REFUSAL = """
    CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% refused: rows of % are evidence, which is added and never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
    END
    $$
"""
GUARD = """
    CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()
"""
WAIT = """
    CREATE FUNCTION ledger_wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO ledger_wait (entry_id) VALUES (NEW.id);
        RETURN NULL;
    END
    $$
"""
QUEUE = """
    CREATE TRIGGER wait_for_seal AFTER INSERT ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_wait_for_seal()
"""


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSAL, "DROP FUNCTION ledger_refuse_change()"),
        *(
            migrations.RunSQL(GUARD.format(table=table), f"DROP TRIGGER refuse_change ON {table}")
            for table in EVIDENCE
        ),
        migrations.RunSQL(WAIT, "DROP FUNCTION ledger_wait_for_seal()"),
        migrations.RunSQL(QUEUE, "DROP TRIGGER wait_for_seal ON ledger_entry"),
    ]
