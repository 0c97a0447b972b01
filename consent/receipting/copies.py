"""A copy of all that is held about a person, and of what it was before (UK GDPR Article 15)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _t

from consent.holdings import everything_of, history_of
from consent.receipting.labels import TABLES, label_of
from councilgov.days import day_in_words, moment_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from django.db.models import Field, Model

    from consent.models import Constituent

    Names = dict[tuple[type[Model], int], str]

NOT_SHOWN = frozenset({"id", "nonce", "digest", "normal", "look", "councillor"})
"""What is worked out from the rest, and what would open a link."""


def copy_of(person: Constituent) -> str:
    """One text to read: every row of every table, each followed by what happened to it."""
    lines = [
        _t("Everything that is held about %(name)s") % {"name": person.full_name},
        _t("Councillor %(councillor)s, %(moment)s")
        % {
            "councillor": person.councillor.full_name,
            "moment": moment_in_words(timezone.now()),
        },
    ]
    names: Names = {}
    for model, ids in everything_of([person.pk]).items():
        now: QuerySet[Any] = QuerySet(model)
        rows = {row.pk: row for row in now.filter(pk__in=ids)}
        histories = _histories(model, ids)
        for pk in ids:
            lines += ["", f"{TABLES[str(model._meta.model_name)]} {pk}"]
            lines += [f"  {line}" for line in _now(rows.get(pk), names)]
            lines += [f"    {line}" for line in _before(histories[pk], names)]
    return "\n".join(lines) + "\n"


def _histories(model: Any, ids: Collection[int]) -> Mapping[int, Sequence[Any]]:
    """Of each row its changes, the oldest first: in one query."""
    found: dict[int, list[Any]] = {pk: [] for pk in ids}
    for row in history_of(model).filter(id__in=ids).order_by("history_date", "history_id"):
        found[row.id].append(row)
    return found


def _now(row: Any, names: Names) -> Iterator[str]:
    if row is None:
        yield _t("Deleted")
        return
    for field in _shown(row):
        if said := _value(row, field, names):
            yield f"{label_of(field)}: {said}"


def _before(every: Sequence[Any], names: Names) -> Iterator[str]:
    """Each change, with its moment and its reason."""
    for before, after in pairwise([None, *every]):
        why = str(after.history_change_reason or "") if after else ""
        yield f"{moment_in_words(after.history_date)}: {_t(why) if why else ''}".rstrip(": ")
        if before is None or after.history_type == "-":
            continue
        for field in _shown(after):
            old, new = _value(before, field, names), _value(after, field, names)
            if old != new:
                yield f"  {label_of(field)}: {old or '-'} → {new or '-'}"


def _shown(row: Any) -> Iterator[Field[Any, Any]]:
    for field in row._meta.concrete_fields:
        if field.name not in NOT_SHOWN and not field.name.startswith("history_"):
            yield field


def _value(row: Any, field: Field[Any, Any], names: Names) -> str:
    """What stands in a column, as people say it; empty for nothing."""
    found = getattr(row, field.name if field.choices else field.attname)
    if found is None or found == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.is_relation:
        return _named(field.related_model, found, names)
    return _said(found)


def _named(model: Any, pk: int, names: Names) -> str:
    """What another row is called, which is asked once however many rows point at it."""
    if (model, pk) not in names:
        names[model, pk] = str(model._base_manager.filter(pk=pk).first() or pk)
    return names[model, pk]


def _said(found: Any) -> str:
    if isinstance(found, bool):
        return _t("Yes") if found else _t("No")
    if isinstance(found, datetime):
        return moment_in_words(found)
    return day_in_words(found) if isinstance(found, date) else str(found)
