"""A copy of all that is held about a person, and of what it was before (UK GDPR Article 15)."""

from __future__ import annotations

from datetime import date, datetime
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _t

from consent.holdings import everything_of, history_of, tables
from consent.receipting.labels import TABLES, label_of
from councilgov.days import day_in_words, moment_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from django.db.models import Field, Model

    from consent.models import Constituent
    from councilgov.records import Record

    Names = dict[tuple[type[Model], int], str]

NOT_SHOWN = frozenset({"id", "nonce", "digest", "normal", "look", "councillor"})
"""What is worked out from the rest, and what would open a link."""


class Held(NamedTuple):
    """The rows of one table that some people have or had: as they are, what they were, and whose
    each of them is.
    """

    model: type[Record]
    rows: Mapping[int, Any]
    histories: Mapping[int, Sequence[Any]]
    whose: Mapping[int, int]


def copy_of(person: Constituent) -> str:
    """One text to read: every row of every table, each followed by what happened to it."""
    (copy,) = copies_of([person])
    return copy


def copies_of(people: Sequence[Constituent]) -> Sequence[str]:
    """The same of each of these: a few queries for each table, however many they are."""
    prefetch_related_objects(people, "councillor")
    held = _held([person.pk for person in people])
    names = _names(held)
    told: dict[int, list[str]] = {person.pk: _head(person) for person in people}
    for model, rows, histories, whose in held:
        for pk, every in histories.items():
            lines = told[whose[pk]]
            lines += ["", f"{TABLES[str(model._meta.model_name)]} {pk}"]
            lines += [f"  {line}" for line in _now(rows.get(pk), names)]
            lines += [f"    {line}" for line in _before(every, names)]
    return ["\n".join(told[person.pk]) + "\n" for person in people]


def _head(person: Constituent) -> list[str]:
    return [
        _t("Everything that is held about %(name)s") % {"name": person.full_name},
        _t("Councillor %(councillor)s, %(moment)s")
        % {
            "councillor": person.councillor.full_name,
            "moment": moment_in_words(timezone.now()),
        },
    ]


def _held(people: Sequence[int]) -> Sequence[Held]:
    """Every table, each after those on which it hangs."""
    parents = {table.model: table.parents for table in tables()}
    owners: dict[type[Record], Mapping[int, int]] = {}
    found = []
    for model, ids in everything_of(people).items():
        now: QuerySet[Any] = QuerySet(model)
        rows = {row.pk: row for row in now.filter(pk__in=ids)}
        histories = _histories(model, ids)
        above = [(column, owners[parent]) for column, parent in parents.get(model, ())]
        owners[model] = {pk: _owner(pk, rows.get(pk), histories[pk], above) for pk in ids}
        found.append(Held(model, rows, histories, owners[model]))
    return found


def _owner(
    pk: int, row: Any, histories: Sequence[Any], above: Sequence[tuple[str, Mapping[int, int]]]
) -> int:
    """Whose it is, by the row on which it hangs, or hung; a person is their own."""
    every = [one for one in (row, *histories) if one is not None]
    owners = (owner.get(getattr(one, column)) for one in every for column, owner in above)
    return next((owner for owner in owners if owner is not None), pk)


def _names(held: Sequence[Held]) -> Names:
    """What the other rows are called at which these point, or pointed: one query for a table."""
    wanted: dict[type[Model], set[int]] = {}
    for one in held:
        every = chain(one.rows.values(), chain.from_iterable(one.histories.values()))
        for row in every:
            for field in _shown(row):
                if field.is_relation and (pk := getattr(row, field.attname)) is not None:
                    wanted.setdefault(field.related_model, set()).add(pk)  # type: ignore[arg-type]
    return {
        (model, row.pk): str(row)
        for model, keys in wanted.items()
        for row in model._base_manager.select_related().filter(pk__in=keys)
    }


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
        return names.get((field.related_model, found), str(found))  # type: ignore[arg-type]
    return _said(found)


def _said(found: Any) -> str:
    if isinstance(found, bool):
        return _t("Yes") if found else _t("No")
    if isinstance(found, datetime):
        return moment_in_words(found)
    return day_in_words(found) if isinstance(found, date) else str(found)
