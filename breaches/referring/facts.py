"""A matter that was handed over, as its page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breaches.models import Referral, ReferralStatus
from breaches.referring.bodies import body_of
from breaches.ways import Step
from councilgov.days import moment_in_words
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import Model

    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.people.models import User


SOURCES = {
    "breaches.incident": gettext_lazy("A report"),
    "breaches.advicerequest": gettext_lazy("A question for advice"),
}
"""What is said once nobody is to know which one it was."""


def shown(row: Referral, user: User) -> Mapping[str, Any]:
    """All that the page shows to this person."""
    return {
        "row": row,
        "body": body_of(Council.objects.the().nation),
        "known": [line for line in _known(row) if line["value"]],
        "steps": list(_steps(row)),
        "source": source_of(row, user),
        "is_new": row.status == ReferralStatus.SENT,
        "holds": list(row.holds.in_force()),
    }


def before(about: Model, user: User) -> Sequence[str]:
    """When that record was handed over before and by whom; nothing to who has a part in it."""
    rows = Referral.objects.of_record(about).without(user).select_related("sent_by")
    told = _("Handed over at %(moment)s by %(name)s.")
    return [told % {"moment": moment_in_words(row.sent_at), "name": row.sent_by} for row in rows]


def source_of(row: Referral, user: User) -> Mapping[str, str]:
    """The record that it came from, with a link for who sees that."""
    record = row.record
    if record is None:
        return {"name": str(SOURCES.get(row.source, _("It is no longer there"))), "href": ""}
    seen = getattr(type(record)._default_manager, "visible_to", None)
    address = getattr(record, "get_absolute_url", None)
    is_linked = seen and address and seen(user).filter(pk=record.pk).exists()
    return {"name": str(record), "href": address() if address and is_linked else ""}


def _known(row: Referral) -> Iterator[SummaryRow]:
    yield {"key": _("What was seen"), "value": row.because}
    yield {"key": _("Whose conduct"), "value": _whose(row)}
    yield {"key": _("Handed over"), "value": f"{row.sent_by}, {moment_in_words(row.sent_at)}"}
    if row.acknowledged_at:
        words = f"{row.acknowledged_by}, {moment_in_words(row.acknowledged_at)}"
        yield {"key": _("Acknowledged"), "value": words}
    yield {"key": _("Its number elsewhere"), "value": row.case_reference}
    if row.closed_at:
        yield {"key": _("Closed"), "value": f"{row.closed_by}, {moment_in_words(row.closed_at)}"}
    yield {"key": _("What became of it"), "value": str(row.get_result_display())}
    yield {"key": _("In words"), "value": row.outcome}


def _whose(row: Referral) -> str:
    if row.erased_at:
        return _("Erased")
    return row.subject.full_name if row.subject else _("Nobody with an account, or not known")


def _steps(row: Referral) -> Iterator[Step]:
    pages = []
    if row.status == ReferralStatus.ACKNOWLEDGED:
        pages += [("number_case", _("Enter its number")), ("close_referral", _("Close it"))]
    if row.status != ReferralStatus.CLOSED and not row.is_for_deputy:
        pages.append(("pass_to_deputy", _("Pass it to the deputy")))
    for page, text in pages:
        yield Step(text, reverse(f"breaches:{page}", args=[row.pk]))
