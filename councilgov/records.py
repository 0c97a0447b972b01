"""Rows whose every change is kept: what changed, who changed it, and why."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from councilgov.people.models import User

R = TypeVar("R", bound="Kept")
S = TypeVar("S", bound="Staged")


class Refused(Exception):
    """The council's rules do not allow this. The message is shown to whoever asked.

    ``field`` is the argument that stands in the way, if it is one: a form shows the message there.
    ``way`` is the page on which that can be put right, and the words of the link to it.
    """

    def __init__(
        self, message: str, *, field: str | None = None, way: tuple[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.way = way


def subject_of(row: models.Model) -> str:
    """How another row names this one in words, where no key of the database points to it:
    ``policies.acknowledgement:17``.
    """
    return f"{row._meta.label_lower}:{row.pk}"


class RecordQuerySet(models.QuerySet[R]):
    """Reads as any queryset; writes go through ``keep`` and ``keep_all``, which keep history."""

    def locked(self, row: R) -> R:
        """The same row, read afresh and held until the transaction ends.

        Raises ``Refused`` if it was deleted meanwhile.
        """
        return self._there(self.select_for_update(of=("self",)).filter(pk=row.pk).first())

    def _there(self, row: R | None) -> R:
        if row is None:
            raise Refused(_("It is no longer there: it was deleted a moment ago."))
        return row

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError(f"Keep each {self.model.__name__}, so that its history is kept")

    def bulk_create(self, *_args: Any, **_options: Any) -> NoReturn:
        self.update()

    def bulk_update(self, *_args: Any, **_options: Any) -> NoReturn:
        self.update()


class OneHistoryManager(HistoryManager):  # type: ignore[misc]  # of simple_history
    """Its class is made once: simple_history makes it anew each time a row is saved."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type[models.QuerySet[Any]]) -> type[HistoryManager]:
        made: type[HistoryManager] = super().from_queryset(queryset_class)
        return made


class Kept(models.Model):
    """A row that is saved with who and why. Whoever inherits this says what history it keeps."""

    class Meta:
        abstract = True

    def keep(self, *, by: User | None, why: str) -> Self:
        """Save the row with its reason.

        Raises ``Refused`` with the constraint's own words where the database says no, and
        ``ValidationError`` where a value cannot stand in its column. Whether a row that it points
        at is there, only the database asks, when the transaction ends: one more query for each
        reference takes a tenth of the time. An act that goes on after a refusal sets its own
        savepoint, since here nearly every row is kept and two statements for each are many.
        """
        references = [field for field in self._meta.fields if field.is_relation]
        given = {field.name for field in references if getattr(self, field.attname) is not None}
        self.clean_fields(exclude=given)
        self._history_user, self._change_reason = by, why
        try:
            with transaction.atomic(savepoint=False):
                self.save()
        except IntegrityError as error:
            raise refusal_of(type(self), error) from error
        return self

    def discard(self, *, by: User | None, why: str) -> None:
        """Delete the row; its history stays, and says who did so and why."""
        self._history_user, self._change_reason = by, why
        self.delete()


class Record(Kept):
    """A row of the domain, every column of which is kept in its history."""

    history = HistoricalRecords(inherit=True, history_manager=OneHistoryManager)

    class Meta:
        abstract = True


class Staged(Record):
    """A record with a status, which may only move along its table of moves."""

    MOVES: ClassVar[Mapping[str, Set[str]]]

    if TYPE_CHECKING:
        status: models.CharField[str, str]

        def get_status_display(self) -> str: ...

    class Meta:
        abstract = True

    def move(self, to: str, *, by: User | None, why: str) -> Self:
        """Change the status and keep the row. Raises ``Refused`` if there is no such move."""
        self.check_move(to, why)
        self.stand_at(to)
        return self.keep(by=by, why=why)

    def stand_at(self, to: str) -> Sequence[str]:
        """Take the status, and whatever goes with it; which columns that changes."""
        self.status = to
        return ["status"]

    @property
    def own_page(self) -> tuple[str, str] | None:
        """Where the row stands, and the words of the link to it; None if it has no page yet."""
        address = None if self._state.adding else getattr(self, "get_absolute_url", None)
        return (address(), _("See what can be done now")) if address else None

    def check_move(self, to: str, why: str) -> None:
        """Raise ``Refused`` if the row may not go there from where it is."""
        self.check_stands({at for at, ends in self.MOVES.items() if to in ends}, why)

    def check_stands(self, at: Set[str], why: str) -> None:
        """Raise ``Refused`` unless the row is at one of these: the page may be an old one."""
        if self.status not in at:
            status = self.get_status_display().lower()
            raise Refused(
                _("%(what)s can’t be done: %(row)s is %(status)s.")
                % {"what": _(why), "row": self, "status": status},
                way=self.own_page,
            )


def refusal_of(model: type[models.Model], error: IntegrityError) -> Exception:
    """The refusal that the broken constraint carries, or the error itself if it carries none."""
    broken = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == broken and constraint.violation_error_message != (
            constraint.default_violation_error_message
        ):
            (field, *others) = getattr(constraint, "fields", ()) or (None,)
            told = str(constraint.violation_error_message)
            return Refused(told, field=None if others else field)
    return error


def keep_all(
    rows: Sequence[R], *, by: User | None, why: str, fields: Sequence[str] = ()
) -> Sequence[R]:
    """Save many rows with their history in the same batch: two statements per thousand rows.

    New rows are created. Rows that are there already are saved in ``fields``; lock them first
    (``select_for_update``). Raises ``Refused`` where the database says no.
    """
    if not rows:
        return rows
    model = type(rows[0])
    plain: models.QuerySet[R] = models.QuerySet(model)
    try:
        with transaction.atomic():
            if fields:
                plain.bulk_update(rows, fields, batch_size=1_000)
            else:
                plain.bulk_create(rows, batch_size=1_000)
            _keep_history(rows, by=by, why=why, is_update=bool(fields))
    except IntegrityError as error:
        raise refusal_of(model, error) from error
    return rows


def move_all(rows: models.QuerySet[S], to: str, *, by: User | None, why: str) -> Sequence[S]:
    """Move every row of the set, under lock, with history. Raises ``Refused`` if one may not go."""
    with transaction.atomic():
        locked = list(rows.select_for_update(of=("self",)).order_by("pk"))
        fields: Sequence[str] = ()
        for row in locked:
            row.check_move(to, why)
            fields = row.stand_at(to)
        return keep_all(locked, by=by, why=why, fields=fields)


def _keep_history(rows: Sequence[R], *, by: User | None, why: str, is_update: bool) -> None:
    type(rows[0]).history.bulk_history_create(  # type: ignore[attr-defined]  # of simple_history
        rows, batch_size=1_000, update=is_update, default_user=by, default_change_reason=why
    )
