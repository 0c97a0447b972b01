"""The log: every act and message about a request, and officers' reminders, as one view."""

from django.db import migrations

# The numbers of the parts are woven together, so that a row of the view keeps its own.
LOG = """
CREATE VIEW policies_event AS
SELECT act.history_id::bigint * 3 AS id, act.id AS acknowledgement_id,
    act.history_date AS happened_at, 'act'::varchar AS source,
    coalesce(act.history_change_reason, '') AS what, act.status AS state, ''::varchar AS trouble,
    ''::varchar AS key,
    act.councillor_id AS to_id, act.history_user_id AS by_id
FROM policies_historicalacknowledgement act
WHERE act.history_type <> '-'
UNION ALL
SELECT chase.id * 3 + 1, chase.acknowledgement_id, chase.chased_at, 'act', 'Chased', '', '', '',
    asked.councillor_id, chase.chased_by_id
FROM policies_chase chase JOIN policies_acknowledgement asked ON asked.id = chase.acknowledgement_id
UNION ALL
SELECT notice.id * 3 + 2, asked.id, coalesce(notice.sent_at, notice.due_at), 'message', notice.kind,
    notice.state, notice.last_error, notice.key, notice.to_id, NULL
FROM policies_acknowledgement asked
JOIN notices_notice notice ON notice.about = 'policies.acknowledgement:' || asked.id;
"""
NO_LOG = "DROP VIEW policies_event;"


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_signed"), ("notices", "0001_initial")]

    operations = [migrations.RunSQL(LOG, NO_LOG)]
