"""Terms stay as they were published, and the usual kinds of device are there to begin with."""

from django.db import migrations

FROZEN = """
CREATE FUNCTION devices_row_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refused: a row of % stays as it was written', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER devices_terms_frozen BEFORE UPDATE OR DELETE ON devices_terms
    FOR EACH ROW EXECUTE FUNCTION devices_row_is_frozen();
"""
NOT_FROZEN = """
DROP TRIGGER devices_terms_frozen ON devices_terms;
DROP FUNCTION devices_row_is_frozen;
"""

# Names, what is signed and when stay as they were signed. A name may be erased (UK GDPR article 17).
SIGNED = """
CREATE FUNCTION devices_issue_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE TRIGGER devices_issue_frozen BEFORE UPDATE OR DELETE ON devices_issue
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL)
    EXECUTE FUNCTION devices_issue_is_frozen();
"""
NOT_SIGNED = """
DROP TRIGGER devices_issue_frozen ON devices_issue;
DROP FUNCTION devices_issue_is_frozen;
"""

KINDS = (
    # name, holds data, has an IMEI, accessories, months
    ("Laptop", True, False, ["charger"], 60),
    ("Tablet", True, True, ["charger", "case"], 48),
    ("Mobile phone", True, True, ["charger"], 36),
    ("SIM card", False, True, [], 36),
    ("Mobile Wi-Fi", True, True, ["charger"], 36),
    ("Security token", True, False, [], 60),
    ("Docking station", False, False, ["power supply"], 60),
    ("Monitor", False, False, ["power supply", "cable"], 72),
    ("Accessory", False, False, [], 36),
)


def add_kinds(apps, schema_editor):
    Kind = apps.get_model("devices", "Kind")
    Kind.objects.using(schema_editor.connection.alias).bulk_create(
        Kind(name=name, holds_data=data, has_imei=imei, accessories=parts, life_months=months)
        for name, data, imei, parts, months in KINDS
    )


def remove_kinds(apps, schema_editor):
    """Those that no device is of."""
    Kind = apps.get_model("devices", "Kind")
    usual = Kind.objects.using(schema_editor.connection.alias).filter(devices=None)
    usual.filter(name__in=[kind[0] for kind in KINDS]).delete()


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial")]

    operations = [
        migrations.RunSQL(FROZEN, NOT_FROZEN),
        migrations.RunSQL(SIGNED, NOT_SIGNED),
        migrations.RunPython(add_kinds, remove_kinds),
    ]
