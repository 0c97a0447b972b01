"""The usual kinds of device are there to begin with."""

from django.db import migrations

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
    dependencies = [("devices", "0002_signed")]

    operations = [migrations.RunPython(add_kinds, remove_kinds)]
