"""What is decided, published or signed stays: the database refuses any other change of it.

Each function says what may still change, so a column that is added later is frozen by itself.
"""

from django.db import migrations

# The words of a draft may change; those of a text approved "as amended" once more, before they are
# certified; after that only what happens to the version. The summary is an officer's note.
VERSION = """
CREATE FUNCTION policies_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_policyversion%ROWTYPE := OLD;
BEGIN
    IF OLD.status IN ('draft', 'in_review') THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    allowed.status := NEW.status;
    allowed.summary := NEW.summary;
    IF OLD.closed_at IS NULL THEN
        allowed.closed_at := NEW.closed_at;
        allowed.closed_by_id := NEW.closed_by_id;
        allowed.closing_reason := NEW.closing_reason;
    END IF;
    IF OLD.published_at IS NULL THEN
        allowed.decision_id := coalesce(OLD.decision_id, NEW.decision_id);
        allowed.certified_by_id := coalesce(OLD.certified_by_id, NEW.certified_by_id);
        allowed.certified_at := coalesce(OLD.certified_at, NEW.certified_at);
        allowed.published_by_id := NEW.published_by_id;
        allowed.published_at := NEW.published_at;
        allowed.effective_on := NEW.effective_on;
    END IF;
    IF OLD.status = 'approved_as_amended' AND OLD.certified_at IS NULL
        AND OLD.status = NEW.status
    THEN
        allowed.clauses := NEW.clauses;
        allowed.sha256 := NEW.sha256;
        allowed.gaps := NEW.gaps;
        allowed.dated := NEW.dated;
        allowed.source_name := NEW.source_name;
        allowed.amended_at := NEW.amended_at;
        allowed.amended_by_id := NEW.amended_by_id;
    END IF;
    IF OLD.status IN ('superseded', 'withdrawn', 'discarded', 'rejected')
        OR NEW.status IN ('draft', 'in_review') AND OLD.status <> 'referred_back'
    THEN
        allowed.status := OLD.status;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Version % is no draft any more, and its text is frozen', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_version_frozen BEFORE UPDATE OR DELETE ON policies_policyversion
    FOR EACH ROW EXECUTE FUNCTION policies_version_is_frozen();
"""
NO_VERSION = """
DROP TRIGGER policies_version_frozen ON policies_policyversion;
DROP FUNCTION policies_version_is_frozen;
"""

# Who declined may still sign. A signature that an officer recorded may be disputed, and then
# stands or is set aside; one made here never changes. A name or a text may go for good (UK GDPR
# article 17), and then the mark of it is all that may take its place.
SIGNATURE = """
CREATE FUNCTION policies_signature_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_acknowledgement%ROWTYPE := OLD;
BEGIN
    IF OLD.signed_at IS NULL THEN
        allowed.signed_at := NEW.signed_at;
        allowed.typed_name := NEW.typed_name;
        allowed.statement := NEW.statement;
        allowed.text_sha256 := NEW.text_sha256;
        allowed.objection := NEW.objection;
        IF NEW.status NOT IN ('required', 'opened') THEN
            allowed.status := NEW.status;
        END IF;
    ELSIF (OLD.status, NEW.status) IN
        (('signed', 'disputed'), ('disputed', 'signed'), ('disputed', 'voided'))
        AND EXISTS (SELECT FROM policies_recordedsignature WHERE acknowledgement_id = OLD.id)
    THEN
        allowed.status := NEW.status;
    END IF;
    IF NEW.typed_name = '(erased)' THEN
        allowed.typed_name := NEW.typed_name;
    END IF;
    IF NEW.objection = '(erased)' THEN
        allowed.objection := NEW.objection;
    END IF;
    IF NEW.decline_reason = '(erased)' THEN
        allowed.decline_reason := NEW.decline_reason;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Acknowledgement % was signed or declined, and stays as it was signed',
            OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_signature_frozen BEFORE UPDATE OR DELETE ON policies_acknowledgement
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL OR OLD.declined_at IS NOT NULL)
    EXECUTE FUNCTION policies_signature_is_frozen();
"""
NO_SIGNATURE = """
DROP TRIGGER policies_signature_frozen ON policies_acknowledgement;
DROP FUNCTION policies_signature_is_frozen;
"""

# A decision is complete once its evidence is written, at the end of the act that enters it.
DECISION = """
CREATE FUNCTION policies_decision_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused: a decision stays as it was recorded', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION policies_decision_is_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_entry WHERE kind = 'policies.decision'
               AND subject = 'policies.decision:' || NEW.decision_id)
    THEN
        RAISE EXCEPTION 'Decision % is recorded, and nothing is added to it', NEW.decision_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_decision_frozen BEFORE UPDATE OR DELETE ON policies_decision
    FOR EACH ROW EXECUTE FUNCTION policies_decision_is_frozen();
CREATE TRIGGER policies_attendance_frozen BEFORE UPDATE OR DELETE ON policies_attendance
    FOR EACH ROW EXECUTE FUNCTION policies_decision_is_frozen();
CREATE TRIGGER policies_attendance_complete BEFORE INSERT ON policies_attendance
    FOR EACH ROW EXECUTE FUNCTION policies_decision_is_complete();
CREATE TRIGGER policies_considered_frozen BEFORE UPDATE OR DELETE ON policies_decision_considered
    FOR EACH ROW EXECUTE FUNCTION policies_decision_is_frozen();
CREATE TRIGGER policies_considered_complete BEFORE INSERT ON policies_decision_considered
    FOR EACH ROW EXECUTE FUNCTION policies_decision_is_complete();
"""
NO_DECISION = """
DROP TRIGGER policies_considered_complete ON policies_decision_considered;
DROP TRIGGER policies_considered_frozen ON policies_decision_considered;
DROP TRIGGER policies_attendance_complete ON policies_attendance;
DROP TRIGGER policies_attendance_frozen ON policies_attendance;
DROP TRIGGER policies_decision_frozen ON policies_decision;
DROP FUNCTION policies_decision_is_complete;
DROP FUNCTION policies_decision_is_frozen;
"""

NOTE = """
CREATE FUNCTION policies_note_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_statementnote%ROWTYPE := OLD;
BEGIN
    IF NEW.text = '(erased)' THEN
        allowed.text := NEW.text;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Note % stays as it was written: add a further one', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_note_frozen BEFORE UPDATE OR DELETE ON policies_statementnote
    FOR EACH ROW EXECUTE FUNCTION policies_note_is_frozen();
"""
NO_NOTE = """
DROP TRIGGER policies_note_frozen ON policies_statementnote;
DROP FUNCTION policies_note_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("ledger", "0001_evidence")]

    operations = [
        migrations.RunSQL(VERSION, NO_VERSION),
        migrations.RunSQL(SIGNATURE, NO_SIGNATURE),
        migrations.RunSQL(DECISION, NO_DECISION),
        migrations.RunSQL(NOTE, NO_NOTE),
    ]
