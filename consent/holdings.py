"""All that is held about a person, whatever table it stands in: to copy it, and to erase it.

Which tables these are is asked of the tables: one that is added is copied and erased too.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

from django.db.models import CASCADE, SET_NULL, ForeignObjectRel, Q, QuerySet

from consent.constituents import Constituent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from councilgov.records import Record

    Ids = Mapping[type[Record], Sequence[int]]


class Table(NamedTuple):
    """Rows that go when a row of another goes, by each column that points there; or that stay, and
    see to it themselves what becomes of them (``Outliving``).
    """

    model: type[Record]
    parents: Sequence[tuple[str, type[Record]]]


class Outliving(Protocol):
    """Rows of another app that stay when what they point at goes (``SET_NULL``)."""

    def outlive(self, ids: Sequence[int]) -> None:
        """Take over what they need of it, and point there no more: in as many statements for one as
        for many.
        """


@cache
def tables(root: type[Record] = Constituent) -> Sequence[Table]:
    """Of a person, or of whatever else can be deleted, each after every one that it hangs on; the
    own table of the ``root`` is not here.
    """
    depths: dict[type[Record], int] = {root: 0}
    columns: dict[type[Record], set[tuple[str, type[Record]]]] = {}
    for parent, column, child, depth in _below(root, 1):
        depths[child] = max(depth, depths.get(child, 0))
        columns.setdefault(child, set()).add((column, parent))
    order = sorted(columns, key=lambda model: (depths[model], model.__name__))
    return [Table(model, sorted(columns[model], key=lambda one: one[0])) for model in order]


def _below(model: type[Record], depth: int) -> Iterator[tuple[type[Record], str, Any, int]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.on_delete in {CASCADE, SET_NULL}:
            child: Any = relation.related_model
            yield model, relation.field.attname, child, depth
            if relation.on_delete is CASCADE:
                yield from _below(child, depth + 1)


def everything_of(keys: Sequence[int], root: type[Record] = Constituent) -> Ids:
    """The ids of all rows that these people, or rows of another table, have or had, by table: each
    after those above it.
    """
    found: dict[type[Record], Sequence[int]] = {root: keys}
    for table in tables(root):
        about = Q()
        for column, parent in table.parents:
            about |= Q(**{f"{column}__in": found[parent]})
        rows: QuerySet[Any] = QuerySet(table.model)
        now = rows.filter(about).values_list("pk", flat=True)
        before = history_of(table.model).filter(about).values_list("id", flat=True)
        found[table.model] = sorted({*now, *before})
    return found


def history_of(model: type[Record]) -> QuerySet[Any]:
    """What the rows of a table were, also those that are no more."""
    every: QuerySet[Any] = model.history.all()
    return every


def erase(keys: Sequence[int], root: type[Record] = Constituent) -> None:
    """These people, or rows of another table, every row that hangs on them and the history of each
    are deleted for good; whatever outlives them points there no more.

    A few statements for each table, however many there are; nothing of it becomes history again.
    """
    for model, ids in reversed(list(everything_of(keys, root).items())):
        if hasattr(model, "outlive"):
            cast("Outliving", model).outlive(ids)
            continue
        history_of(model).filter(id__in=ids).delete()
        rows: QuerySet[Any] = QuerySet(model).filter(pk__in=ids)
        rows._raw_delete(rows.db)
