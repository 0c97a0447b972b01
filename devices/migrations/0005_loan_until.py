"""A loan may be lent until another day also once it is signed for: its receipt keeps the day signed."""

from django.db import migrations

UNTIL = """
CREATE OR REPLACE FUNCTION devices_issue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed devices_issue%ROWTYPE := OLD;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.due_back_on IS NOT NULL AND OLD.due_back_on IS NOT NULL THEN
        allowed.due_back_on := NEW.due_back_on;
    END IF;
    IF NEW.typed_name = '(erased)' THEN
        allowed.typed_name := NEW.typed_name;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Issue % was accepted, and stays as it was signed', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""
NO_UNTIL = """
CREATE OR REPLACE FUNCTION devices_issue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    allowed devices_issue%ROWTYPE := OLD;
BEGIN
    IF NEW.typed_name = '(erased)' THEN
        allowed.typed_name := NEW.typed_name;
    END IF;
    IF TG_OP = 'DELETE' OR NEW IS DISTINCT FROM allowed THEN
        RAISE EXCEPTION 'Issue % was accepted, and stays as it was signed', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("devices", "0004_task_dropped")]

    operations = [migrations.RunSQL(UNTIL, NO_UNTIL)]
