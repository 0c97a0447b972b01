"""What is published or signed stays as it is: the database refuses any other change of it."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION policies_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.policy_id, OLD.major, OLD.minor, OLD.clauses, OLD.sha256, OLD.gaps, OLD.decision_id,
            OLD.certified_by_id, OLD.published_by_id, OLD.published_at, OLD.effective_on)
        IS DISTINCT FROM
           (NEW.policy_id, NEW.major, NEW.minor, NEW.clauses, NEW.sha256, NEW.gaps, NEW.decision_id,
            NEW.certified_by_id, NEW.published_by_id, NEW.published_at, NEW.effective_on)
    THEN
        RAISE EXCEPTION 'Version % was published, and its text is frozen', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_version_frozen BEFORE UPDATE OR DELETE ON policies_policyversion
    FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION policies_version_is_frozen();

CREATE FUNCTION policies_signature_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (OLD.councillor_id, OLD.version_id, OLD.status, OLD.signed_at, OLD.statement,
            OLD.text_sha256)
        IS DISTINCT FROM
           (NEW.councillor_id, NEW.version_id, NEW.status, NEW.signed_at, NEW.statement,
            NEW.text_sha256)
    THEN
        RAISE EXCEPTION 'Acknowledgement % was signed, and stays as it was signed', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_signature_frozen BEFORE UPDATE OR DELETE ON policies_acknowledgement
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION policies_signature_is_frozen();
"""
THAWED = """
DROP TRIGGER policies_signature_frozen ON policies_acknowledgement;
DROP FUNCTION policies_signature_is_frozen;
DROP TRIGGER policies_version_frozen ON policies_policyversion;
DROP FUNCTION policies_version_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [migrations.RunSQL(FROZEN, THAWED)]
