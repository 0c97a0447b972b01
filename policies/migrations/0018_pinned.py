"""What a version pins is settled when it comes into force, whose evidence is written last."""

from django.db import migrations, models

PINNED = """
CREATE OR REPLACE FUNCTION policies_pins_are_complete() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""
PINNED_AT_PUBLICATION = """
CREATE OR REPLACE FUNCTION policies_pins_are_complete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' OR EXISTS (SELECT FROM ledger_entry WHERE kind = 'policies.published'
        AND subject = 'policies.policyversion:' || NEW.from_policyversion_id)
    THEN
        RAISE EXCEPTION '% refused: what a published version pins stays', TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0017_answered")]

    operations = [
        migrations.RunSQL(PINNED, PINNED_AT_PUBLICATION),
        migrations.AlterField(
            model_name="policyversion",
            name="pinned",
            field=models.ManyToManyField(
                blank=True,
                help_text="The versions in force of what forms part of it, on the day it takes effect",
                related_name="pinned_in",
                to="policies.policyversion",
            ),
        ),
    ]
