"""Who is in office here, and not in a file: named, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.imports.importables import Absent
from councilgov.people.models import TermKind, TermOfOffice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.imports.importables import Verdict
    from councilgov.people.office import TermOfOfficeQuerySet


def absent(verdicts: Sequence[Verdict]) -> Sequence[str]:
    """The keys of their terms. Whoever a row may be about is not counted among them, whether or
    not the row is refused.
    """
    there = {person for verdict in verdicts if verdict.plan for person in verdict.plan.present}
    rows = _sitting().values_list("pk", "councillor")
    return [str(pk) for pk, person in rows if person not in there]


def show_absent(keys: Sequence[str]) -> Sequence[Absent]:
    """Those of them whose term has no end by now, with the page on which it is ended."""
    rows = _sitting().filter(pk__in=keys).select_related("councillor", "ward")
    return [
        Absent(
            what=term.councillor.full_name,
            about=term.ward.name if term.ward else _("no ward"),
            href=reverse("accounts:end_term", args=[term.pk]),
            action=_("End the term of %(name)s") % {"name": term.councillor.full_name},
        )
        for term in rows
    ]


def _sitting() -> TermOfOfficeQuerySet:
    """In office, elected, and with no end in sight."""
    rows = TermOfOffice.objects.current(timezone.now()).filter(ends_at=None)
    kinds = [TermKind.ELECTED, TermKind.MAYOR]
    return rows.filter(kind__in=kinds).order_by("councillor__sorts_as", "pk")
