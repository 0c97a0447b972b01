"""The database refuses to change evidence, whoever asks: rows are added and never altered.

One trigger for each statement, so that an UPDATE that would meet no row is refused as well. Core
PostgreSQL, no extension. Only whoever owns the tables can take the triggers off, and the seals
show what was done meanwhile (``manage.py verify_ledger``).
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


class Migration(migrations.Migration):

    dependencies = [("ledger", "0001_evidence")]

    operations = [
        migrations.RunSQL(REFUSAL, "DROP FUNCTION ledger_refuse_change()"),
        *(
            migrations.RunSQL(GUARD.format(table=table), f"DROP TRIGGER refuse_change ON {table}")
            for table in EVIDENCE
        ),
    ]
