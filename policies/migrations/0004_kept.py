"""What was put forward, corrected, answered or uploaded stays: the database refuses any change."""

from django.db import migrations

ROWS = ("correction", "submission", "originalfile", "answer")
ROW = """
CREATE FUNCTION policies_row_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused: a row of % stays as it was written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER policies_{row}_frozen BEFORE UPDATE OR DELETE ON policies_{row}
    FOR EACH ROW EXECUTE FUNCTION policies_row_is_frozen();
"""
    for row in ROWS
)
NO_ROW = (
    "".join(f"DROP TRIGGER policies_{row}_frozen ON policies_{row};" for row in ROWS)
    + "DROP FUNCTION policies_row_is_frozen;"
)

# A report may be written until a body has it; a question until somebody has answered it.
OPEN_ENDED = (
    ("committeereport", "policies_submission", "report_id"),
    ("question", "policies_answer", "question_id"),
)
WHEN_USED = "".join(
    f"""
CREATE FUNCTION policies_{row}_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM {user} WHERE {column} = OLD.id) THEN
        RAISE EXCEPTION '% refused: a row of % stays as it was used', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER policies_{row}_frozen BEFORE UPDATE OR DELETE ON policies_{row}
    FOR EACH ROW EXECUTE FUNCTION policies_{row}_is_frozen();
"""
    for row, user, column in OPEN_ENDED
)
NOT_WHEN_USED = "".join(
    f"""
DROP TRIGGER policies_{row}_frozen ON policies_{row};
DROP FUNCTION policies_{row}_is_frozen;
"""
    for row, _user, _column in OPEN_ENDED
)

# What a version pins is settled by its publication, whose evidence is written last.
PINNED = """
CREATE FUNCTION policies_pins_are_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR EXISTS (SELECT FROM ledger_entry WHERE kind = 'policies.published'
        AND subject = 'policies.policyversion:' || NEW.from_policyversion_id)
    THEN
        RAISE EXCEPTION '% refused: what a published version pins stays', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_pins_complete BEFORE INSERT OR UPDATE OR DELETE
    ON policies_policyversion_pinned
    FOR EACH ROW EXECUTE FUNCTION policies_pins_are_complete();
"""
NOT_PINNED = """
DROP TRIGGER policies_pins_complete ON policies_policyversion_pinned;
DROP FUNCTION policies_pins_are_complete;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_whole")]

    operations = [
        migrations.RunSQL(ROW, NO_ROW),
        migrations.RunSQL(WHEN_USED, NOT_WHEN_USED),
        migrations.RunSQL(PINNED, NOT_PINNED),
    ]
