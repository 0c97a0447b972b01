"""What has a page of its own, to which the first question leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from breaches.models import IncidentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

LEADS: dict[str, str] = {
    "lost": "breaches:report_own_loss",
    "damaged": "breaches:report_own_loss",
    "threat": "breaches:report_safety",
}
"""The answer to "What went wrong?", and the name of the page that asks the rest."""
NO_KINDS: Mapping[str, StrOrPromise] = {"threat": _("Somebody threatened or abused me")}
"""Those answers that are no kind of incident, in the words of the question."""


def choices_without_leads() -> list[tuple[str, StrOrPromise]]:
    """Those kinds that have no page of their own: where all is asked at once, nobody writes it down
    and is then led elsewhere without their words.
    """
    return [(kind.value, kind.label) for kind in IncidentKind if kind.value not in LEADS]


def choices() -> list[tuple[str, StrOrPromise]]:
    """All that may have gone wrong: what is left over stands last."""
    (*kinds, other) = ((kind.value, kind.label) for kind in IncidentKind)
    return [*kinds, *((name, words) for name, words in NO_KINDS.items() if name in LEADS), other]
