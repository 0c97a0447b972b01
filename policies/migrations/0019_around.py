"""What stands around a text belongs to its version, and is frozen with it."""

import django.db.models.deletion
from django.db import migrations, models

OWNER = {"blank": True, "help_text": "The post that looks after it", "max_length": 100}
PARENT = {"blank": True, "help_text": "The policy that it forms part of", "null": True}
READ_WITH = {
    "blank": True,
    "default": list,
    "help_text": "What is to be read with it (Havering minute 8): title, why, url of each",
}

# Every version had what its policy has now: that is what its page showed.
COPIED = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE policies_policyversion DISABLE TRIGGER policies_version_frozen;
UPDATE policies_policyversion AS version
    SET owner = policy.owner, parent_id = policy.parent_id, read_with = coalesce(
        (SELECT jsonb_agg(jsonb_build_object('title', title, 'why', why, 'url', url) ORDER BY id)
         FROM policies_relateddocument WHERE policy_id = policy.id), '[]')
    FROM policies_policy AS policy WHERE policy.id = version.policy_id;
ALTER TABLE policies_policyversion ENABLE TRIGGER policies_version_frozen;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0018_pinned")]

    operations = [
        migrations.AddField("historicalpolicyversion", "owner", models.CharField(**OWNER)),
        migrations.AddField(
            "historicalpolicyversion",
            "parent",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="policies.policy",
                **PARENT,
            ),
        ),
        migrations.AddField("historicalpolicyversion", "read_with", models.JSONField(**READ_WITH)),
        migrations.AddField("policyversion", "owner", models.CharField(**OWNER)),
        migrations.AddField(
            "policyversion",
            "parent",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="policies.policy",
                **PARENT,
            ),
        ),
        migrations.AddField("policyversion", "read_with", models.JSONField(**READ_WITH)),
        migrations.RunSQL(COPIED, migrations.RunSQL.noop),
        migrations.RemoveField("historicalpolicy", "owner"),
        migrations.RemoveField("historicalpolicy", "parent"),
        migrations.RemoveField("policy", "owner"),
        migrations.RemoveField("policy", "parent"),
        migrations.DeleteModel("HistoricalRelatedDocument"),
        migrations.DeleteModel("RelatedDocument"),
    ]
