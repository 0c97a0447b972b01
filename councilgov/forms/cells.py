"""The rows of a table as bare values: what its downloads hold, as ``Table.as_values`` gives them.

That works out anew for each cell which arguments its column takes, and translates all choices of a
field to name one of them. Here each column is looked at once, so a file takes a fifth of the time.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.encoding import force_str
from django_tables2 import Column
from django_tables2.utils import A, signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django_tables2.columns import BoundColumn
    from django_tables2.rows import BoundRow

    from councilgov.forms.tables import RegisterTable


def lines(table: RegisterTable) -> Iterator[Sequence[Any]]:
    """The headings, then row by row what each column gives."""
    columns = [one for one in table.columns.iterall() if not one.column.exclude_from_export]
    yield [force_str(one.header, strings_only=True) for one in columns]
    cells = [Cell(one) for one in columns]
    for row in table.rows:
        yield [plain(cell.of(row)) for cell in cells]


def plain(value: Any) -> Any:
    """As text, unless it is a number, a day or a moment."""
    return value if type(value) is str or value is None else force_str(value, strings_only=True)


class Cell:
    """What one column gives of each row."""

    def __init__(self, column: BoundColumn) -> None:
        self.column, self.accessor = column, A(column.accessor)
        self.name, self.empty = str(self.accessor), column.column.empty_values
        self.give = given_by(column)
        takes, takes_all = signature(self.give) if self.give else ((), None)
        self.takes: tuple[str, ...] = takes
        self.takes_all = bool(takes_all)
        self.labels: dict[type, Mapping[Any, str] | None] = {}

    def of(self, row: BoundRow) -> Any:
        labels = self._labels(type(row.record))
        if labels is None:
            return row.get_cell_value(self.column.name)
        value = self._found(row.record)
        if labels:
            value = worded(value, labels)
        if value in self.empty:
            return None
        if self.give is None:
            return value
        given = row._optional_cell_arguments(self.column, value)
        if not self.takes_all:
            given = {name: given[name] for name in self.takes}
        return self.give(**given)

    def _labels(self, model: type) -> Mapping[Any, str] | None:
        """The words of each choice, in the language of now; None for what is left to the library,
        as it lies in another row, or the model words it itself.
        """
        if model not in self.labels:
            is_here = len(self.accessor.bits) == 1
            self.labels[model] = labels_of(model, str(self.accessor)) if is_here else None
        return self.labels[model]

    def _found(self, record: Any) -> Any:
        try:
            return self._resolved(record)
        except Exception:  # noqa: BLE001  # as the library does: nothing of that name is nothing
            return None

    def _resolved(self, record: Any) -> Any:
        """The library looks first whether a record is a mapping, which a model is not."""
        if isinstance(record, Model) and not callable(value := getattr(record, self.name)):
            return value
        return self.accessor.resolve(record)


def given_by(column: BoundColumn) -> Callable[..., Any] | None:
    """What makes of a value what stands in a file; None where that is the value itself."""
    if getattr(column.value, "__func__", None) is not Column.value:
        value: Callable[..., Any] = column.value
        return value
    drawn: Callable[..., Any] = column.column.render
    return None if getattr(drawn, "__func__", None) is Column.render else drawn


def worded(value: Any, labels: Mapping[Any, str]) -> Any:
    """In the words of its choice; as it is if it has none, as a list has none."""
    try:
        return labels.get(value, value)
    except TypeError:
        return value


def labels_of(model: type, name: str) -> Mapping[Any, str] | None:
    """Of a field with choices; none for any other; None where the model words them itself."""
    display = getattr(inspect.getattr_static(model, f"get_{name}_display", None), "keywords", None)
    if display is not None:
        return {key: str(label) for key, label in display["field"].flatchoices}
    return None if hasattr(model, f"get_{name}_display") else {}
