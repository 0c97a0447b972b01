"""No two policies have one title. Where two had it already, the later one gets a number."""

import django.db.models.functions.text
from django.db import migrations, models

# Decided texts keep the words that they were signed under; the history says what the title was.
NUMBERED = """
DO $$
DECLARE
    later policies_policy%ROWTYPE;
    numbered text;
    n integer;
BEGIN
    FOR later IN
        SELECT * FROM policies_policy AS one WHERE EXISTS (
            SELECT FROM policies_policy AS earlier
            WHERE upper(earlier.title) = upper(one.title) AND earlier.id < one.id)
        ORDER BY id
    LOOP
        n := 1;
        LOOP
            n := n + 1;
            numbered := left(later.title, 190) || ' (' || n || ')';
            EXIT WHEN NOT EXISTS (
                SELECT FROM policies_policy WHERE upper(title) = upper(numbered));
        END LOOP;
        UPDATE policies_policy SET title = numbered WHERE id = later.id;
        INSERT INTO policies_historicalpolicy (
            id, title, slug, kind, forms_part_of, council, audience,
            history_date, history_type, history_change_reason)
        VALUES (
            later.id, numbered, later.slug, later.kind, later.forms_part_of, later.council,
            later.audience, now(), '~', 'Title numbered: another policy had it');
    END LOOP;
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0026_register_index'),
    ]

    operations = [
        migrations.RunSQL(NUMBERED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='policy',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Upper('title'), name='policies_policy_title_once', violation_error_message='There is a policy of this title already.'),
        ),
    ]
