"""Officers' reminders, and the log: every act and message about a request, as one view."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


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

    dependencies = [
        ('notices', '0002_about'),
        ('policies', '0008_unsaved'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_at', models.DateTimeField()),
                ('source', models.CharField(choices=[('act', 'Acts'), ('message', 'Messages')], max_length=10)),
                ('what', models.CharField(help_text='Why the row changed, or the kind of message', max_length=100)),
                ('state', models.CharField(help_text='Of the request after it, or of the message', max_length=20)),
                ('trouble', models.CharField(max_length=60)),
                ('key', models.CharField(help_text='Of the message: it names the stage', max_length=200)),
            ],
            options={
                'db_table': 'policies_event',
                'ordering': ['happened_at', 'pk'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalChase',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('counts_for', models.DateField(help_text='The working day on which it was done; at a weekend the next one')),
                ('chased_at', models.DateTimeField()),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('acknowledgement', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='policies.acknowledgement')),
                ('chased_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical chase',
                'verbose_name_plural': 'historical chases',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Chase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counts_for', models.DateField(help_text='The working day on which it was done; at a weekend the next one')),
                ('chased_at', models.DateTimeField()),
                ('acknowledgement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chases', to='policies.acknowledgement')),
                ('chased_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(models.F('acknowledgement'), models.F('counts_for'), name='policies_chase_once_a_day', violation_error_message='They were chased about this today already.')],
            },
        ),
        migrations.RunSQL(LOG, NO_LOG),
    ]
