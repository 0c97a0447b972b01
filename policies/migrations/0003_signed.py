"""What is signed, recorded or granted stays as it was, but for what may follow once.

Each function says what may still change, so a column that is added later is frozen by itself.
"""

from django.db import migrations

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

# Only a signature that was not made in the portal is recorded. Where the paper lies, and what was
# said, may be erased (UK GDPR article 17).
RECORDED = """
CREATE FUNCTION policies_recorded_is_not_made_here() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_entry WHERE kind = 'policies.signed'
               AND subject = 'policies.acknowledgement:' || NEW.acknowledgement_id)
    THEN
        RAISE EXCEPTION 'Signature % was made in the portal, and nobody records it again',
            NEW.acknowledgement_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION policies_recorded_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_recordedsignature%ROWTYPE := OLD;
BEGIN
    IF OLD.disputed_at IS NULL THEN
        allowed.disputed_at := NEW.disputed_at;
        allowed.dispute := NEW.dispute;
    ELSIF OLD.settled_at IS NULL THEN
        allowed.settled_at := NEW.settled_at;
        allowed.settled_by_id := NEW.settled_by_id;
        allowed.stands := NEW.stands;
        allowed.reason := NEW.reason;
    END IF;
    IF NEW.evidence = '(erased)' THEN
        allowed.evidence := NEW.evidence;
    END IF;
    IF NEW.dispute = '(erased)' THEN
        allowed.dispute := NEW.dispute;
    END IF;
    IF NEW.reason = '(erased)' THEN
        allowed.reason := NEW.reason;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Recorded signature % stays as it was recorded', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_recorded_new BEFORE INSERT ON policies_recordedsignature
    FOR EACH ROW EXECUTE FUNCTION policies_recorded_is_not_made_here();
CREATE TRIGGER policies_recorded_frozen BEFORE UPDATE OR DELETE ON policies_recordedsignature
    FOR EACH ROW EXECUTE FUNCTION policies_recorded_is_frozen();
"""
NO_RECORDED = """
DROP TRIGGER policies_recorded_frozen ON policies_recordedsignature;
DROP TRIGGER policies_recorded_new ON policies_recordedsignature;
DROP FUNCTION policies_recorded_is_frozen;
DROP FUNCTION policies_recorded_is_not_made_here;
"""

# An exemption that is open may be extended, with a new reason, and ends once.
EXEMPTION = """
CREATE FUNCTION policies_exemption_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_exemption%ROWTYPE := OLD;
BEGIN
    IF OLD.ended_at IS NULL THEN
        allowed.until := NEW.until;
        allowed.reason := NEW.reason;
        allowed.ended_at := NEW.ended_at;
        allowed.ended_by_id := NEW.ended_by_id;
        allowed.end_reason := NEW.end_reason;
    END IF;
    IF NEW.reason = '(erased)' THEN
        allowed.reason := NEW.reason;
    END IF;
    IF NEW.end_reason = '(erased)' THEN
        allowed.end_reason := NEW.end_reason;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Exemption % stays as it was granted and ended', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_exemption_frozen BEFORE UPDATE OR DELETE ON policies_exemption
    FOR EACH ROW EXECUTE FUNCTION policies_exemption_is_frozen();
"""
NO_EXEMPTION = """
DROP TRIGGER policies_exemption_frozen ON policies_exemption;
DROP FUNCTION policies_exemption_is_frozen;
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

# A proposal stays as it was made, and so does each later word once it is written.
HOLD = """
CREATE FUNCTION policies_hold_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_accesshold%ROWTYPE := NEW;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Access hold % is kept', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    allowed.acknowledgement_id := OLD.acknowledgement_id;
    allowed.services := OLD.services;
    allowed.authority := OLD.authority;
    allowed.proposal := OLD.proposal;
    allowed.proposed_at := OLD.proposed_at;
    allowed.proposed_by_id := OLD.proposed_by_id;
    IF OLD.decided_at IS NOT NULL THEN
        allowed.decided_at := OLD.decided_at;
        allowed.decided_by_id := OLD.decided_by_id;
        allowed.reasons := OLD.reasons;
    END IF;
    IF OLD.done_at IS NOT NULL THEN
        allowed.done_at := OLD.done_at;
        allowed.done_by_id := OLD.done_by_id;
    END IF;
    IF OLD.lifted_at IS NOT NULL THEN
        allowed.lifted_at := OLD.lifted_at;
        allowed.lifted_because := OLD.lifted_because;
        allowed.lifted_by_id := OLD.lifted_by_id;
    END IF;
    IF OLD.undone_at IS NOT NULL OR OLD.status IN ('refused', 'dropped') THEN
        allowed := OLD;
    END IF;
    IF NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Access hold % stays as it was written', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_hold_kept BEFORE UPDATE OR DELETE ON policies_accesshold
    FOR EACH ROW EXECUTE FUNCTION policies_hold_is_kept();
"""
NO_HOLD = """
DROP TRIGGER policies_hold_kept ON policies_accesshold;
DROP FUNCTION policies_hold_is_kept;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_decided")]

    operations = [
        migrations.RunSQL(SIGNATURE, NO_SIGNATURE),
        migrations.RunSQL(RECORDED, NO_RECORDED),
        migrations.RunSQL(EXEMPTION, NO_EXEMPTION),
        migrations.RunSQL(NOTE, NO_NOTE),
        migrations.RunSQL(HOLD, NO_HOLD),
    ]
