"""What somebody has begun and not sent: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.models import ReportDraft
from councilgov.days import moment_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def reports_to_do(user: User) -> Iterator[Task]:
    """The report that this person has begun: the hours of a breach count while it waits."""
    for draft in ReportDraft.objects.visible_to(user):
        begun = moment_in_words(draft.begun_at)
        yield {
            "title": _("Go on with your report, or throw it away"),
            "href": reverse("breaches:report"),
            "hint": _("You began it at %(moment)s. Nobody else sees it.") % {"moment": begun},
            "status": _("Not sent"),
            "colour": "yellow",
        }
