"""What is put forward, decided or published stays: the database refuses any other change of it.

Each function says what may still change, so a column that is added later is frozen by itself.
"""

from django.db import migrations

# The words of a draft may change. Those of a text approved "as amended" may once more, before they
# are certified; those of one recommended "as amended" before it goes to the next body, where nobody
# has amended it yet. After that only what happens to the version. What no body on its way has had
# its say on may be a draft again: it was taken off the agenda. What stands around a text belongs to
# its version, and is frozen with it; the summary is an officer's note.
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
    IF OLD.status = NEW.status AND (OLD.status = 'recommended_amended'
        OR OLD.status = 'approved_as_amended' AND OLD.certified_at IS NULL)
    THEN
        allowed.clauses := NEW.clauses;
        allowed.sha256 := NEW.sha256;
        allowed.gaps := NEW.gaps;
        allowed.dated := NEW.dated;
        allowed.source_name := NEW.source_name;
        allowed.amended_at := NEW.amended_at;
        allowed.amended_by_id := NEW.amended_by_id;
    END IF;
    IF OLD.status = 'recommended_amended' AND NEW.status = 'submitted' THEN
        allowed.amended_at := NULL;
        allowed.amended_by_id := NULL;
    END IF;
    IF OLD.status IN ('superseded', 'withdrawn', 'discarded', 'rejected')
        OR NEW.status IN ('draft', 'in_review') AND OLD.status <> 'referred_back'
            AND NOT (OLD.status = 'submitted' AND NEW.status = 'draft' AND NOT EXISTS (
                SELECT FROM policies_stage JOIN policies_decision
                ON policies_decision.id = policies_stage.decision_id
                WHERE policies_stage.version_id = OLD.id AND outcome <> 'referred_back'
                AND position > coalesce((
                    SELECT max(position) FROM policies_stage JOIN policies_decision
                    ON policies_decision.id = policies_stage.decision_id
                    WHERE policies_stage.version_id = OLD.id AND outcome = 'referred_back'), 0)))
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

# Only what a body approved is published: this version, in this decision, and certified if amended.
# Checked after the row is written, so that the plainer constraints of the table speak first.
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
NOT_AS_DECIDED = """
DROP TRIGGER policies_version_as_decided ON policies_policyversion;
DROP FUNCTION policies_version_is_as_decided();
"""

# Whoever began a version or saved other words of it stands in its history. The refusal has the
# name of the constraint whose sentence it shares.
CERTIFIER = """
CREATE FUNCTION policies_certifier_is_no_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT history_user_id, sha256,
                   lag(sha256) OVER (ORDER BY history_id) AS sha256_before
            FROM policies_historicalpolicyversion WHERE id = NEW.id
        ) AS saved
        WHERE saved.history_user_id = NEW.certified_by_id
            AND saved.sha256 IS DISTINCT FROM saved.sha256_before
    ) THEN
        RAISE EXCEPTION 'Somebody other than an author certifies version %', NEW.id
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'policies_policyversion_certified_by_another';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_version_certified BEFORE UPDATE ON policies_policyversion
    FOR EACH ROW
    WHEN (NEW.certified_by_id IS NOT NULL AND OLD.certified_by_id IS NULL)
    EXECUTE FUNCTION policies_certifier_is_no_author();
"""
NO_CERTIFIER = """
DROP TRIGGER policies_version_certified ON policies_policyversion;
DROP FUNCTION policies_certifier_is_no_author;
"""

# What a version pins is settled when it comes into force, whose evidence is written last.
PINNED = """
CREATE FUNCTION policies_pins_are_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR EXISTS (
        SELECT FROM ledger_entry WHERE kind = 'policies.published'
        AND subject = 'policies.policyversion:' || NEW.from_policyversion_id
        AND NOT EXISTS (SELECT FROM policies_policyversion
                        WHERE id = NEW.from_policyversion_id AND status = 'scheduled'))
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

# The questions belong to the text: what was published with it stays, and nothing is added.
QUESTION = """
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
NO_QUESTION = """
DROP TRIGGER policies_question_frozen ON policies_question;
DROP FUNCTION policies_question_is_frozen;
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

# A report may be written until a body has it.
REPORT = """
CREATE FUNCTION policies_committeereport_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM policies_submission WHERE report_id = OLD.id) THEN
        RAISE EXCEPTION '% refused: a row of % stays as it was used', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
END $$;

CREATE TRIGGER policies_committeereport_frozen BEFORE UPDATE OR DELETE ON policies_committeereport
    FOR EACH ROW EXECUTE FUNCTION policies_committeereport_is_frozen();
"""
NO_REPORT = """
DROP TRIGGER policies_committeereport_frozen ON policies_committeereport;
DROP FUNCTION policies_committeereport_is_frozen;
"""

# What was put forward, corrected, answered or uploaded stays whole.
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


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(VERSION, NO_VERSION),
        migrations.RunSQL(AS_DECIDED, NOT_AS_DECIDED),
        migrations.RunSQL(CERTIFIER, NO_CERTIFIER),
        migrations.RunSQL(PINNED, NOT_PINNED),
        migrations.RunSQL(QUESTION, NO_QUESTION),
        migrations.RunSQL(DECISION, NO_DECISION),
        migrations.RunSQL(STAGE, NO_STAGE),
        migrations.RunSQL(COMMENT, NO_COMMENT),
        migrations.RunSQL(REPORT, NO_REPORT),
        migrations.RunSQL(ROW, NO_ROW),
    ]
