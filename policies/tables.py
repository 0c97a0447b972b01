"""The register: who has signed and who has not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.forms.tables import DayColumn, MomentColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag
from policies.models import Acknowledgement, AcknowledgementStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.utils.safestring import SafeString

COLOURS: dict[str, str] = {
    AcknowledgementStatus.REQUIRED: "blue",
    AcknowledgementStatus.OPENED: "blue",
    AcknowledgementStatus.SIGNED: "green",
    AcknowledgementStatus.OBJECTED: "yellow",
    AcknowledgementStatus.DECLINED: "orange",
    AcknowledgementStatus.DISPUTED: "orange",
}
"""Of the statuses that a register of versions in force is about; the others are grey."""


class SignedColumn(MomentColumn):
    """The moment of a signature; of one on paper or by phone the day on which it was given."""

    def render(self, value: datetime, record: Acknowledgement) -> str:  # type: ignore[override]
        if record.is_signed and record.is_recorded:
            return DayColumn().render(record.recorded.given_on)
        return super().render(value)

    def value(self, value: datetime | None, record: Acknowledgement) -> date | None:  # type: ignore[override]
        if record.is_signed and record.is_recorded:
            return record.signed_on
        return super().value(value)


class SignatureTable(RegisterTable):
    """A row for each councillor and version in force."""

    caption = _("Requests to sign")
    counted = ngettext_lazy("%(count)s request to sign", "%(count)s requests to sign", "count")
    empty = _("Nobody has been asked to sign yet.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="councillor__full_name",
        order_by=("councillor__sorts_as",),
    )
    status = tables.Column(verbose_name=_("Status"))
    group = tables.Column(verbose_name=_("Group"), default=_("No group"))
    policy = tables.Column(verbose_name=_("Policy"), accessor="version__policy__title")
    version = tables.Column(
        verbose_name=_("Version"),
        accessor="version__number",
        order_by=("version__major", "version__minor"),
    )
    due_on = DayColumn(verbose_name=_("Due"))
    answered_at = SignedColumn(verbose_name=_("Signed or declined"))

    class Meta(RegisterTable.Meta):
        order_by = ("due_on", "councillor")

    def render_councillor(self, value: str, record: Acknowledgement) -> str:
        """The name leads to everything that is known of the person's signatures."""
        address = reverse("policies:person", args=[record.councillor_id])
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def value_councillor(self, value: str) -> str:
        return value

    def render_status(self, record: Acknowledgement) -> SafeString:
        if record.is_overdue(timezone.localdate()):
            return govuk_tag(str(_("Overdue")), "red")
        return govuk_tag(record.get_status_display(), COLOURS.get(record.status, "grey"))

    def value_status(self, record: Acknowledgement) -> str:
        """In a download, where there are no colours."""
        is_overdue = record.is_overdue(timezone.localdate())
        return str(_("Overdue")) if is_overdue else record.get_status_display()


class StatementTable(SignatureTable):
    """For those who read statements: with a link to what a councillor said."""

    statement = tables.Column(verbose_name=_("Statement"), empty_values=(), orderable=False)

    class Meta(SignatureTable.Meta):
        pass

    def render_statement(self, record: Acknowledgement) -> str:
        if not record.has_statement:
            return str(self.default)
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("policies:statement", args=[record.pk]),
            statement_standing(record),
            record.councillor.full_name,
        )

    def value_statement(self, record: Acknowledgement) -> str:
        """A download says whether there is one and how it stands, and not what it says."""
        return statement_standing(record) if record.has_statement else gettext("None")


class SaidTable(StatementTable):
    """A row for each objection or refusal, of whatever version."""

    caption = _("What councillors said")
    counted = ngettext_lazy(
        "%(count)s objection or refusal", "%(count)s objections and refusals", "count"
    )
    empty = _("Nobody has objected or declined.")

    class Meta(StatementTable.Meta):
        order_by = ("-answered_at", "councillor")
        exclude = ("due_on",)


def statement_standing(record: Any) -> str:
    """Of a row from ``for_register``."""
    return gettext("Dealt with") if record.is_settled else gettext("Not yet dealt with")
