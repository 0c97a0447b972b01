"""The clauses of policies, to search in: written by a trigger from the one column that counts."""

import django.db.models.deletion
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import migrations, models

ROWS = """
SELECT version.id, clause.place, clause.row ->> 'anchor',
    concat_ws(' ', nullif(clause.row ->> 'number', ''), clause.row ->> 'text')
FROM policies_policyversion version
CROSS JOIN LATERAL jsonb_array_elements(version.clauses) WITH ORDINALITY AS clause(row, place)
"""
COLUMNS = "INSERT INTO policies_searchedclause (version_id, place, anchor, words)"
KEPT = f"""
CREATE FUNCTION policies_search_clauses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM policies_searchedclause WHERE version_id = NEW.id;
    {COLUMNS} {ROWS} WHERE version.id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER policies_version_begun AFTER INSERT ON policies_policyversion
    FOR EACH ROW EXECUTE FUNCTION policies_search_clauses();
CREATE TRIGGER policies_version_reworded AFTER UPDATE ON policies_policyversion
    FOR EACH ROW WHEN (OLD.clauses IS DISTINCT FROM NEW.clauses)
    EXECUTE FUNCTION policies_search_clauses();
"""
NOT_KEPT = """
DROP TRIGGER policies_version_reworded ON policies_policyversion;
DROP TRIGGER policies_version_begun ON policies_policyversion;
DROP FUNCTION policies_search_clauses;
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0004_log")]

    operations = [
        migrations.CreateModel(
            name="SearchedClause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(help_text="Its place in the version, from 1"),
                ),
                ("anchor", models.TextField()),
                ("words", models.TextField(help_text="Its number and its text")),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="policies.policyversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    GinIndex(
                        SearchVector("words", config="english"), name="policies_clause_words"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "place"), name="policies_searchedclause_place_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
        migrations.RunSQL(f"{COLUMNS} {ROWS}", migrations.RunSQL.noop),
    ]
