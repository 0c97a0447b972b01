"""A version has words once it is no draft any more, and no author of them certifies them."""

from django.conf import settings
from django.db import migrations, models


# Whoever began a version or saved other words of it stands in its history. The refusal has the
# name of the constraint whose sentence it shares.
CERTIFIER = """
CREATE FUNCTION policies_certifier_is_no_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT history_user_id, sha256,
                   lag(sha256) OVER (ORDER BY history_id) AS sha256_before
            FROM policies_historicalpolicyversion WHERE id = NEW.id
        ) AS saved
        WHERE saved.history_user_id = NEW.certified_by_id
            AND saved.sha256 IS DISTINCT FROM saved.sha256_before
    ) THEN
        RAISE EXCEPTION 'Somebody other than an author certifies version %', NEW.id
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'policies_policyversion_certified_by_another';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER policies_version_certified BEFORE UPDATE ON policies_policyversion
    FOR EACH ROW
    WHEN (NEW.certified_by_id IS NOT NULL AND OLD.certified_by_id IS NULL)
    EXECUTE FUNCTION policies_certifier_is_no_author();
"""
NO_CERTIFIER = """
DROP TRIGGER policies_version_certified ON policies_policyversion;
DROP FUNCTION policies_certifier_is_no_author;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0004_kept'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='acknowledgement',
            name='status',
            field=models.CharField(choices=[('required', 'To sign'), ('opened', 'Started to read'), ('signed', 'Signed'), ('objected', 'Signed with an objection'), ('disputed', 'Signature disputed'), ('voided', 'Signature set aside'), ('declined', 'Declined'), ('exempt', 'Exempt for now'), ('lapsed', 'Left office without signing'), ('superseded', 'Replaced or withdrawn')], default='required', max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalacknowledgement',
            name='status',
            field=models.CharField(choices=[('required', 'To sign'), ('opened', 'Started to read'), ('signed', 'Signed'), ('objected', 'Signed with an objection'), ('disputed', 'Signature disputed'), ('voided', 'Signature set aside'), ('declined', 'Declined'), ('exempt', 'Exempt for now'), ('lapsed', 'Left office without signing'), ('superseded', 'Replaced or withdrawn')], default='required', max_length=20),
        ),
        migrations.AlterField(
            model_name='historicalpolicyversion',
            name='clauses',
            field=models.JSONField(blank=True, help_text='See policies.text.clauses'),
        ),
        migrations.AlterField(
            model_name='policyversion',
            name='clauses',
            field=models.JSONField(blank=True, help_text='See policies.text.clauses'),
        ),
        migrations.AddConstraint(
            model_name='policyversion',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'discarded']), models.Q(('clauses', []), _negated=True), _connector='OR'), name='policies_policyversion_words_unless_begun', violation_error_message='There is no text in this draft yet. Enter it first.'),
        ),
        migrations.RunSQL(CERTIFIER, NO_CERTIFIER),
    ]
