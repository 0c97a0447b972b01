"""The operation with which our tables are made."""

import pytest
from django.db import connections, migrations, models
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from councilgov.migrating import CreateModels

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
