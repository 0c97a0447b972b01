"""The work in hand: versions on their way to publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.tables import MomentColumn, NumberColumn, RegisterTable, TagColumn
from policies.deciding.steps import what_next
from policies.models import Editing, VersionStatus

if TYPE_CHECKING:
    from policies.models import PolicyVersion

COLOURS = {
    VersionStatus.IN_REVIEW: "blue",
    VersionStatus.SUBMITTED: "purple",
    VersionStatus.APPROVED: "green",
    VersionStatus.APPROVED_AS_AMENDED: "yellow",
    VersionStatus.RECOMMENDED_AS_AMENDED: "yellow",
    VersionStatus.CERTIFIED: "green",
    VersionStatus.REFERRED_BACK: "orange",
    VersionStatus.DEFERRED: "orange",
    VersionStatus.REJECTED: "red",
}


class DraftTable(RegisterTable):
    """A row for each version that is not public."""

    caption = _("Work in hand")
    counted = ngettext_lazy("%(count)s version", "%(count)s versions", "count")
    empty = _("Nothing is being drafted. Start a new policy, or a new version of one.")

    policy = tables.Column(verbose_name=_("Policy"), accessor="policy__title")
    version = tables.Column(
        verbose_name=_("Version"), accessor="number", order_by=("major", "minor")
    )
    status = TagColumn(COLOURS, verbose_name=_("Status"), accessor="status")
    editor = tables.Column(
        verbose_name=_("Edited now by"), empty_values=(), orderable=False, default=_("Nobody")
    )
    unanswered = NumberColumn(verbose_name=_("Comments to answer"))
    next_step = tables.Column(verbose_name=_("Next"), empty_values=(), orderable=False)
    changed_at = MomentColumn(verbose_name=_("Last changed"))

    class Meta(RegisterTable.Meta):
        order_by = ("-changed_at",)

    def render_policy(self, record: PolicyVersion, value: str) -> str:
        link = '<a class="govuk-link" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_policy(self, value: str) -> str:
        return value

    def render_editor(self, record: Any) -> str:
        held: Editing | None = getattr(record, "editing", None)
        is_live = held is not None and held.is_live(timezone.now())
        return held.editor.full_name if held and is_live else str(_("Nobody"))

    def render_next_step(self, record: PolicyVersion) -> str:
        is_amended = record.amended_at is not None
        return capfirst(what_next(record.status, is_amended=is_amended)) or str(_("Nothing"))
