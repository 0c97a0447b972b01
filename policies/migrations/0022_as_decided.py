"""Only what a body approved is published: this version, in this decision, and certified if amended.

Checked after the row is written, so that the plainer constraints of the table speak first.
"""

from django.db import migrations

AS_DECIDED = """
CREATE FUNCTION policies_version_is_as_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken text;
    decided text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.status = NEW.status OR OLD.status = 'scheduled' AND NEW.status = 'published' THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT outcome INTO decided FROM policies_decision
    JOIN policies_decision_considered AS considered
    ON considered.decision_id = policies_decision.id AND considered.policyversion_id = NEW.id
    WHERE policies_decision.id = NEW.decision_id;
    IF TG_OP = 'INSERT' OR OLD.status NOT IN ('approved', 'certified') THEN
        broken := 'policies_policyversion_published_from_approved';
    ELSIF decided IS NULL OR decided NOT IN ('approved', 'approved_as_amended') THEN
        broken := 'policies_policyversion_published_as_decided';
    ELSIF decided = 'approved_as_amended' AND NEW.certified_at IS NULL THEN
        broken := 'policies_policyversion_amended_is_certified';
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'Version % breaks "%": only what was approved is published', NEW.id, broken
            USING ERRCODE = 'check_violation', CONSTRAINT = broken;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER policies_version_as_decided AFTER INSERT OR UPDATE ON policies_policyversion
FOR EACH ROW WHEN (NEW.status IN ('scheduled', 'published'))
EXECUTE FUNCTION policies_version_is_as_decided();
"""
AS_IT_WAS = """
DROP TRIGGER policies_version_as_decided ON policies_policyversion;
DROP FUNCTION policies_version_is_as_decided();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0021_public_interest")]

    operations = [migrations.RunSQL(AS_DECIDED, AS_IT_WAS)]
