"""Terms of office end and begin together: in sets, and followed once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings as portal
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.deadlines import last_day_before
from councilgov.people.actions import terms_changed
from councilgov.people.belonging import leave_groups, rejoin_groups
from councilgov.people.models import EndReason, TermOfOffice
from councilgov.people.terms import check_begins_alone
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from councilgov.people.models import User

logger = logging.getLogger(__name__)
END = ("ends_at", "end_reason")


class Ending(NamedTuple):
    """When and why a term ends."""

    term: TermOfOffice
    ends_at: datetime
    reason: EndReason


@transaction.atomic
def turn_over(
    *, endings: Sequence[Ending], beginnings: Sequence[TermOfOffice], by: User | None
) -> None:
    """These terms end and those begin, as one act: whoever has one of each never left office.

    Whoever has no other term leaves their political group on the same day (SI 1990/1553,
    regulation 8). Raises ``Refused`` for a term that has an end already, and for a second term in
    the same ward at the same time.
    """
    held = _held(one.term for one in endings)
    for one in endings:
        term = held[one.term.pk]
        if term.ends_at:
            raise Refused(_("This term has an end already: %(day)s.") % _told(term))
        term.ends_at, term.end_reason = one.ends_at, one.reason
    keep_all(list(held.values()), by=by, why="Term ended", fields=END)
    _check_no_others(beginnings)
    keep_all(beginnings, by=by, why="Term begun")
    leave_groups({one.term.councillor_id: one.ends_at for one in endings}, by=by)
    logger.info("Terms turned over", extra={"ended": len(held), "begun": len(beginnings)})
    terms_changed({term.councillor_id for term in [*held.values(), *beginnings]})


@transaction.atomic
def turn_back(
    *, endings: Sequence[Ending], beginnings: Sequence[TermOfOffice], reason: str, by: User
) -> None:
    """What ``turn_over`` did is taken back, as after a recount: those terms go on, with the
    political groups that were left, and these were never begun.

    Raises ``Refused`` where an end was changed since, and as ``withdraw_term`` does.
    """
    held = _held(one.term for one in endings)
    _withdraw(
        beginnings, reason=reason, by=by, staying={one.councillor_id for one in held.values()}
    )
    for one in endings:
        term = held[one.term.pk]
        if (term.ends_at, term.end_reason) != (one.ends_at, one.reason):
            raise Refused(
                _("The end of the term of %(name)s was changed since. Mend it on their page first.")
                % {"name": term.councillor.full_name}
            )
        term.ends_at = term.end_reason = None
    rejoin_groups({one.term.councillor_id: one.ends_at for one in endings}, by=by)
    keep_all(list(held.values()), by=by, why="End of the term taken back", fields=END)
    logger.info("Terms turned back", extra={"ended": len(held), "begun": len(beginnings)})
    people = {term.councillor_id for term in [*held.values(), *beginnings]}
    terms_changed(people)


@transaction.atomic
def withdraw_term(*, term: TermOfOffice, reason: str, by: User) -> None:
    """A term was entered by mistake, and was never begun; that it stood there stays in history.

    Raises ``Refused`` once the councillor has taken up office, which is when they declare on or
    after its first day, and where something hangs on the term, or on them alone: then it is ended.
    """
    _withdraw([term], reason=reason, by=by, staying=set())
    terms_changed([term.councillor_id])


def _withdraw(
    terms: Sequence[TermOfOffice], *, reason: str, by: User, staying: Collection[int]
) -> None:
    held = _held(terms)
    _check_not_taken_up(held.values())
    _check_nothing_hangs_on(held)
    others = TermOfOffice.objects.unfinished(timezone.now()).exclude(pk__in=held)
    people = {term.councillor_id for term in held.values()}
    in_office = set(others.filter(councillor__in=people).values_list("councillor", flat=True))
    _check_hold_nothing(people - in_office - set(staying), held)
    for term in held.values():
        term.discard(by=by, why=f"Withdrawn: {reason}"[:100])


def _check_not_taken_up(terms: Iterable[TermOfOffice]) -> None:
    for term in terms:
        if term.starts_on <= today() and (term.declared_on or term.declaration_due_on is None):
            raise Refused(
                _("%(name)s has taken up office. End the term on their page instead.")
                % {"name": term.councillor.full_name}
            )


def _check_nothing_hangs_on(terms: Mapping[int, TermOfOffice]) -> None:
    """No row of another part of the portal points at one of them."""
    for relation in TermOfOffice._meta.related_objects:
        rows = relation.related_model._base_manager
        if rows.filter(**{f"{relation.field.name}__in": list(terms)}).exists():
            raise Refused(_("Something hangs on this term by now. End the term instead."))


def _check_hold_nothing(people: Collection[int], terms: Mapping[int, TermOfOffice]) -> None:
    """Whoever would have no term at all holds nothing of the council's, nor contact records: it
    would be asked back from nobody, unless they left office before and what they have is of then.
    """
    names = {term.councillor_id: term.councillor.full_name for term in terms.values()}
    for name in portal.WHAT_PEOPLE_HOLD if people else ():
        for person in sorted(import_string(name)(people)):
            raise Refused(
                _("%(name)s has equipment or records of the council. End the term instead.")
                % {"name": names[person]}
            )


def _held(terms: Iterable[TermOfOffice]) -> dict[int, TermOfOffice]:
    """Read afresh and held, in the order of their keys."""
    asked = {term.pk for term in terms}
    rows = TermOfOffice.objects.filter(pk__in=asked).select_related("councillor")
    held = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if len(held) < len(asked):
        raise Refused(_("One of these terms is no longer there. Look again."))
    return held


def _last_day(term: TermOfOffice) -> date:
    assert term.ends_at is not None  # noqa: S101  # it was asked before
    return last_day_before(term.ends_at)


def _told(term: TermOfOffice) -> dict[str, str]:
    return {"day": day_in_words(_last_day(term))}


def _check_no_others(beginnings: Iterable[TermOfOffice]) -> None:
    """On the day of retirement the old term and the new one meet: that is no overlap."""
    new = {(one.councillor_id, one.ward_id): one for one in beginnings}
    others = TermOfOffice.objects.filter(councillor__in={person for person, _ward in new})
    for other in others.order_by("starts_on", "pk"):
        if one := new.get((other.councillor_id, other.ward_id)):
            check_begins_alone(one, [other])
