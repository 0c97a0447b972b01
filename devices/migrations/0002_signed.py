"""Terms stay as they were published, and what was issued or returned as it was signed."""

from django.db import migrations

TERMS = """
CREATE FUNCTION devices_row_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused: a row of % stays as it was written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER devices_terms_frozen BEFORE UPDATE OR DELETE ON devices_terms
    FOR EACH ROW EXECUTE FUNCTION devices_row_is_frozen();
"""
NO_TERMS = """
DROP TRIGGER devices_terms_frozen ON devices_terms;
DROP FUNCTION devices_row_is_frozen;
"""

# Names, what is signed and when stay as they were signed. A name may be erased (UK GDPR article 17).
ISSUE = """
CREATE FUNCTION devices_issue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed devices_issue%ROWTYPE := OLD;
BEGIN
    IF NEW.typed_name = '(erased)' THEN
        allowed.typed_name := NEW.typed_name;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Issue % was accepted, and stays as it was signed', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER devices_issue_frozen BEFORE UPDATE OR DELETE ON devices_issue
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL)
    EXECUTE FUNCTION devices_issue_is_frozen();
"""
NO_ISSUE = """
DROP TRIGGER devices_issue_frozen ON devices_issue;
DROP FUNCTION devices_issue_is_frozen;
"""

# What the desk signed stays from the first; what the councillor signed too, once they have. Names
# and words may be erased (UK GDPR article 17).
RETURN = """
CREATE FUNCTION devices_return_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed devices_return%ROWTYPE := NEW;
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        allowed := OLD;
    END IF;
    allowed.id := OLD.id;
    allowed.councillor_id := OLD.councillor_id;
    allowed.received_at := OLD.received_at;
    allowed.received_by_id := OLD.received_by_id;
    allowed.officer_name := OLD.officer_name;
    allowed.officer_statement := OLD.officer_statement;
    allowed.brought_by_whom := OLD.brought_by_whom;
    IF NEW.officer_name = '(erased)' THEN
        allowed.officer_name := NEW.officer_name;
    END IF;
    IF NEW.typed_name = '(erased)' THEN
        allowed.typed_name := NEW.typed_name;
    END IF;
    IF NEW.brought_by_whom = '(erased)' AND OLD.brought_by_whom <> '' THEN
        allowed.brought_by_whom := NEW.brought_by_whom;
    END IF;
    IF NEW.remark = '(erased)' THEN
        allowed.remark := NEW.remark;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Return % stays as it was signed', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER devices_return_frozen BEFORE UPDATE OR DELETE ON devices_return
    FOR EACH ROW EXECUTE FUNCTION devices_return_is_frozen();

CREATE FUNCTION devices_returneddevice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed devices_returneddevice%ROWTYPE := OLD;
BEGIN
    IF NEW.words = '(erased)' AND OLD.words <> '' THEN
        allowed.words := NEW.words;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'What came back in return % stays as it was written', OLD.part_of_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER devices_returneddevice_frozen BEFORE UPDATE OR DELETE ON devices_returneddevice
    FOR EACH ROW EXECUTE FUNCTION devices_returneddevice_is_frozen();
"""
NO_RETURN = """
DROP TRIGGER devices_returneddevice_frozen ON devices_returneddevice;
DROP FUNCTION devices_returneddevice_is_frozen;
DROP TRIGGER devices_return_frozen ON devices_return;
DROP FUNCTION devices_return_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial")]

    operations = [
        migrations.RunSQL(TERMS, NO_TERMS),
        migrations.RunSQL(ISSUE, NO_ISSUE),
        migrations.RunSQL(RETURN, NO_RETURN),
    ]
