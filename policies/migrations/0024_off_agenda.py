"""What no body on its way has had its say on may be a draft again: it was taken off the agenda."""

from django.db import migrations

FROZEN = """
CREATE OR REPLACE FUNCTION policies_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
FROZEN_BEFORE = """
CREATE OR REPLACE FUNCTION policies_version_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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
    THEN
        allowed.status := OLD.status;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Version % is no draft any more, and its text is frozen', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0023_withdrawn_by_council")]

    operations = [migrations.RunSQL(FROZEN, FROZEN_BEFORE)]
