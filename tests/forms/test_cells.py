"""What a download holds is what the library would have put there, only sooner."""

from dataclasses import dataclass, field
from typing import Any

import django_tables2 as tables
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps
from django.utils.translation import gettext_lazy

from councilgov.forms.cells import lines
from councilgov.forms.tables import RegisterTable

pytestmark = pytest.mark.no_database
SHAPES = [("round", gettext_lazy("No")), ("square", "Square")]


@dataclass
class Thing:
    shape: Any = "round"
    name: Any = "A lamp"
    part: Any = field(default_factory=lambda: Thing(name="A bulb", part=None))

    def get_shape_display(self):
        return "not of a model, so not asked"

    def size(self):
        return 7


class ShoutedColumn(tables.Column):  # type: ignore[misc]  # the library is not typed
    def render(self, value, record):
        return f"{value}, {record.shape}!"


class ThingTable(RegisterTable):
    shape = tables.Column(verbose_name="Shape")
    name = tables.Column(verbose_name="Name")
    part = tables.Column(accessor="part__name", verbose_name="Part")
    size = tables.Column(verbose_name="Size")
    lacking = tables.Column(verbose_name="Lacking")
    drawn = tables.Column(accessor="name", verbose_name="Drawn")
    counted = tables.Column(accessor="name", verbose_name="Counted")
    shouted = ShoutedColumn(accessor="name", verbose_name="Shouted")
    aside = tables.Column(verbose_name="Aside", exclude_from_export=True)

    def render_drawn(self, value, record, bound_column):
        return f"{bound_column.header}: {value}, {record.shape}"

    def value_counted(self, **given):
        return len(given)


def both(table):
    return list(lines(table)), list(table.as_values())


def test_each_cell_is_what_the_library_gives():
    things = [Thing(), Thing(name=""), Thing(name=None, part=None), Thing(name=0, shape=None)]

    ours, library = both(ThingTable(things))

    assert ours == library
    drawn = ["Drawn: A lamp, round", 6, "A lamp, round!"]
    assert ours[1] == ["round", "A lamp", "A bulb", 7, None, *drawn]


@isolate_apps("councilgov.people")
def test_a_choice_is_its_words_unless_the_model_has_others():
    class Toy(models.Model):
        shape = models.CharField(choices=SHAPES)
        own = models.CharField(choices=SHAPES)
        shapes = ArrayField(models.CharField(), choices=SHAPES, default=list)
        name = models.CharField()

        class Meta:
            app_label = "people"

        def __str__(self):
            return self.name

        def get_own_display(self):
            return f"Own {self.own}"

        def length(self):
            return len(self.name)

        @property
        def broken(self):
            raise ValueError

    class ToyTable(RegisterTable):
        shape = tables.Column()
        own = tables.Column()
        shapes = tables.Column()
        name = tables.Column()
        length = tables.Column()
        broken = tables.Column()

    toys = [Toy(shape="round", own="square", name="Ball"), Toy(shape="unknown", own="")]
    ours, library = both(ToyTable(toys))

    assert ours == library
    assert ours[1] == ["No", "Own square", "[]", "Ball", 4, None]
    assert ours[2][:2] == ["unknown", "Own "]
