"""Who lifted a hold stands in its row, as who did the rest does; nobody where the portal did."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = """
CREATE OR REPLACE FUNCTION policies_hold_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
KEPT_BEFORE = """
CREATE OR REPLACE FUNCTION policies_hold_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
# The history of each hold says whose act it was.
COPIED = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE policies_accesshold DISABLE TRIGGER policies_hold_kept;
UPDATE policies_accesshold AS hold SET lifted_by_id = (
    SELECT history_user_id FROM policies_historicalaccesshold AS was
    WHERE was.id = hold.id AND was.lifted_at IS NOT NULL ORDER BY history_id LIMIT 1)
WHERE lifted_at IS NOT NULL;
ALTER TABLE policies_accesshold ENABLE TRIGGER policies_hold_kept;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0024_off_agenda'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='accesshold',
            name='lifted_by',
            field=models.ForeignKey(blank=True, help_text='Empty where the portal lifted it, as nothing was to be signed any more', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalaccesshold',
            name='lifted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Empty where the portal lifted it, as nothing was to be signed any more', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(COPIED, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, KEPT_BEFORE),
        migrations.AddConstraint(
            model_name='accesshold',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_by', None), models.Q(('lifted_at', None), _negated=True), _connector='OR'), name='policies_accesshold_lifted_by_when_lifted'),
        ),
    ]
