"""The way a version went through the bodies stays, and so does a comment that was answered."""

from django.db import migrations

# A body that had its say stands in its place with its decision. Until then a way may be laid anew.
STAGE = """
CREATE FUNCTION policies_stage_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.decision_id IS NOT NULL AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        RAISE EXCEPTION 'Stage % stays as it was decided', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER policies_stage_frozen BEFORE UPDATE OR DELETE ON policies_stage
    FOR EACH ROW EXECUTE FUNCTION policies_stage_is_frozen();
"""
NO_STAGE = """
DROP TRIGGER policies_stage_frozen ON policies_stage;
DROP FUNCTION policies_stage_is_frozen;
"""

# What was said and answered may be erased (UK GDPR article 17), and nothing else of it changes.
COMMENT = """
CREATE FUNCTION policies_comment_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed policies_comment%ROWTYPE := OLD;
BEGIN
    IF OLD.answered_at IS NULL THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF NEW.text = '(erased)' THEN
        allowed.text := NEW.text;
    END IF;
    IF NEW.answer = '(erased)' THEN
        allowed.answer := NEW.answer;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Comment % stays as it was answered', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_comment_frozen BEFORE UPDATE OR DELETE ON policies_comment
    FOR EACH ROW EXECUTE FUNCTION policies_comment_is_frozen();
"""
NO_COMMENT = """
DROP TRIGGER policies_comment_frozen ON policies_comment;
DROP FUNCTION policies_comment_is_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0016_key_decisions")]

    operations = [
        migrations.RunSQL(STAGE, NO_STAGE),
        migrations.RunSQL(COMMENT, NO_COMMENT),
    ]
