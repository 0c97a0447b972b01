"""The channels of Barnet's policy (1) and Havering's Social Media Protocol ("What is social
media?"), and what people use beside them today, are there to begin with.
"""

from django.db import migrations

POST = "traditional"
CHANNELS = (
    # name, kind, identifier, asks first, checks, secure, by sight, description
    ("Letter", POST, "postal", False, False, True, False, "By post"),
    ("Telephone", POST, "phone", False, False, True, False, "A call that they answer"),
    ("Email", POST, "email", False, False, True, False, "From your council mailbox"),
    ("Text message", "text", "phone", True, True, False, False, "May be read on a locked screen"),
    ("WhatsApp", "instant", "phone", True, True, False, False, "Messages to one person"),
    ("Signal", "instant", "phone", True, True, False, False, "Messages to one person"),
    ("Telegram", "instant", "handle", True, True, False, False, "Messages to one person"),
    ("iMessage", "instant", "phone", True, True, False, False, "Messages between iPhones"),
    ("Snapchat", "instant", "handle", True, True, False, False, "Messages that disappear"),
    ("Facebook Messenger", "direct", "handle", True, True, False, False, "To friends, or from your page"),
    ("X direct message", "direct", "handle", True, True, False, False, "Once called Twitter"),
    ("Instagram message", "direct", "handle", True, True, False, False, "Messages to one person"),
    ("LinkedIn message", "direct", "handle", True, True, False, False, "Messages to one person"),
    ("Nextdoor message", "direct", "handle", True, True, False, False, "To neighbours"),
    ("Zoom", "video", "email", True, True, True, True, "A video call with one person"),
    ("Microsoft Teams", "video", "email", True, True, True, True, "A video call with one person"),
    ("FaceTime", "video", "phone", True, True, True, True, "A video call between iPhones"),
    ("WhatsApp video", "video", "phone", True, True, True, True, "A video call with one person"),
    ("Facebook", "public", "handle", True, True, False, False, "What friends or everybody can read"),
    ("X", "public", "handle", True, True, False, False, "Public, unless the account is protected"),
    ("YouTube", "public", "handle", True, True, False, False, "Films that everybody can watch"),
    ("Blog", "public", "handle", True, True, False, False, "Your own pages, with comments"),
)
RETIRED = (
    ("BlackBerry Messenger", "instant", "handle", "Ended in 2019"),
    ("Skype", "video", "handle", "Ended in 2025"),
)


def add_channels(apps, schema_editor):
    Channel = apps.get_model("consent", "Channel")
    used = [
        Channel(
            name=name,
            kind=kind,
            identifier=identifier,
            needs_permission=asks,
            needs_verification=checks,
            is_secure=secure,
            is_by_sight=sight,
            description=description,
            status="in_use",
        )
        for name, kind, identifier, asks, checks, secure, sight, description in CHANNELS
    ]
    past = [
        Channel(name=name, kind=kind, identifier=identifier, description=told, status="retired")
        for name, kind, identifier, told in RETIRED
    ]
    Channel.objects.using(schema_editor.connection.alias).bulk_create([*used, *past])


def remove_channels(apps, schema_editor):
    """Those that nobody has used."""
    Channel = apps.get_model("consent", "Channel")
    rows = Channel.objects.using(schema_editor.connection.alias).filter(permissions=None)
    rows.filter(name__in=[row[0] for row in (*CHANNELS, *RETIRED)]).delete()


class Migration(migrations.Migration):
    dependencies = [("consent", "0001_initial")]

    operations = [migrations.RunPython(add_channels, remove_channels)]
