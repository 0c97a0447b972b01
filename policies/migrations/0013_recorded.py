"""A recorded signature and an exemption stay as they were made, but for what may follow once."""

from django.db import migrations

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

# The questions belong to the text: what was published with it stays, and nothing is added.
QUESTION = """
DROP TRIGGER policies_question_frozen ON policies_question;
DROP FUNCTION policies_question_is_frozen;

CREATE FUNCTION policies_question_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM policies_policyversion AS version
               WHERE version.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.version_id END,
                                    CASE WHEN TG_OP <> 'DELETE' THEN NEW.version_id END)
               AND version.published_at IS NOT NULL)
    THEN
        RAISE EXCEPTION '% refused: the questions of a published version stay', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER policies_question_frozen BEFORE INSERT OR UPDATE OR DELETE ON policies_question
    FOR EACH ROW EXECUTE FUNCTION policies_question_is_frozen();
"""
QUESTION_WHEN_ANSWERED = """
DROP TRIGGER policies_question_frozen ON policies_question;
DROP FUNCTION policies_question_is_frozen;

CREATE FUNCTION policies_question_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM policies_answer WHERE question_id = OLD.id) THEN
        RAISE EXCEPTION '% refused: a row of % stays as it was used', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER policies_question_frozen BEFORE UPDATE OR DELETE ON policies_question
    FOR EACH ROW EXECUTE FUNCTION policies_question_is_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0012_assisted")]

    operations = [
        migrations.RunSQL(RECORDED, NO_RECORDED),
        migrations.RunSQL(EXEMPTION, NO_EXEMPTION),
        migrations.RunSQL(QUESTION, QUESTION_WHEN_ANSWERED),
    ]
