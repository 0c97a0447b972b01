"""The operation with which our tables are made."""

import pytest
from django.core.management.commands import makemigrations as base
from django.db import connections, migrations, models
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from councilgov.migrating import CreateModels, in_one_step
from councilgov.people.management.commands import makemigrations

APP = "books"


def model(name, **fields):
    return migrations.CreateModel(
        name, [("id", models.BigAutoField(primary_key=True)), *fields.items()]
    )


def related(name):
    return models.ForeignKey(f"{APP}.{name}", on_delete=models.PROTECT)


@pytest.fixture
def create():
    """Three models, each related to the one before."""
    return CreateModels(
        [
            model("Author"),
            model("Book", author=related("author")),
            model("Page", book=related("book")),
        ]
    )


@pytest.fixture
def states(create):
    """Before and after; what was there before is rendered."""
    before = ProjectState()
    model("Shelf").state_forwards(APP, before)
    assert before.apps.get_model(APP, "shelf")
    after = before.clone()
    create.state_forwards(APP, after)
    return before, after


def tables():
    with connections["owner"].cursor() as cursor:
        names = connections["owner"].introspection.table_names(cursor)
    return sorted(name for name in names if name.startswith(APP))


@pytest.mark.no_database
def test_each_model_is_rendered_once(states, monkeypatch):
    rendered = []
    render = ModelState.render

    def noted(self, apps):
        rendered.append(self.name)
        return render(self, apps)

    monkeypatch.setattr(ModelState, "render", noted)
    _before, after = states

    assert (
        after.apps.get_model(APP, "page")._meta.get_field("book").related_model.__name__ == "Book"
    )
    assert sorted(rendered) == ["Author", "Book", "Page", "Shelf"]


@pytest.mark.no_database
def test_what_was_there_before_knows_nothing_of_them(states):
    before, _after = states

    assert [found.__name__ for found in before.apps.get_models()] == ["Shelf"]


@pytest.mark.django_db(databases=["default", "owner"])
def test_the_tables_are_made_and_dropped(create, states):
    before, after = states

    with connections["owner"].schema_editor() as editor:
        create.database_forwards(APP, editor, before, after)
    assert tables() == ["books_author", "books_book", "books_page"]

    with connections["owner"].schema_editor() as editor:
        create.database_backwards(APP, editor, after, before)
    assert tables() == []


@pytest.mark.no_database
def test_it_says_what_it_makes(create):
    assert create.describe() == "Create models Author, Book, Page"


@pytest.mark.no_database
def test_a_file_can_hold_it(create):
    source, imports = MigrationWriter.serialize(create)

    assert source.startswith("councilgov.migrating.CreateModels(")
    assert source.count("migrations.CreateModel(") == len(create.operations)
    assert "import councilgov.migrating" in imports


@pytest.mark.no_database
def test_what_belongs_to_a_new_model_comes_with_it_in_one_step():
    index = models.Index(fields=["name"], name="by_name")
    named = models.CheckConstraint(condition=~models.Q(name=""), name="named")
    steps = [
        model("Author"),
        model("Book"),
        migrations.AddField("book", "author", related("author")),
        migrations.AddField("book", "name", models.TextField()),
        migrations.AddIndex("book", index),
        migrations.AddConstraint("book", named),
    ]

    (create,) = in_one_step(steps, APP)

    assert isinstance(create, CreateModels)
    author, book = create.operations
    assert (author.name, [name for name, _field in book.fields]) == (
        "Author",
        ["id", "author", "name"],
    )
    assert book.options == {"indexes": [index], "constraints": [named]}
    assert in_one_step([create, model("Shelf")], APP)[0].operations[:2] == [author, book]


@pytest.mark.no_database
def test_what_belongs_to_no_new_model_stays_a_step_of_its_own():
    later = migrations.AddField("shelf", "name", models.TextField())
    other = migrations.RunSQL("SELECT 1")

    create, *rest = in_one_step([later, model("Author"), other], APP)

    assert [one.name for one in create.operations] == ["Author"]
    assert rest == [later, other]
    assert in_one_step([later, other], APP) == [later, other]


@pytest.mark.no_database
def test_makemigrations_makes_the_first_tables_in_one_step(monkeypatch):
    written = []
    monkeypatch.setattr(
        base.Command, "write_migration_files", lambda _self, changes: written.append(changes)
    )
    first, second = (migrations.Migration(name, APP) for name in ("0001_initial", "0002_more"))
    first.initial = True  # type: ignore[misc]
    for one in (first, second):
        one.operations = [model("Author"), model("Book", author=related("author"))]  # type: ignore[misc]

    makemigrations.Command().write_migration_files({APP: [first, second]})

    (create,), others = (one.operations for one in written[0][APP])
    assert len(create.operations) == len(others) == 2
