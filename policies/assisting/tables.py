"""The list of disputes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.forms.tables import DayColumn, MomentColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from policies.models import RecordedSignature


class DisputeTable(RegisterTable):
    """A row for each recorded signature that somebody disputed."""

    caption = _("Disputed signatures")
    counted = ngettext_lazy(
        "%(count)s disputed signature", "%(count)s disputed signatures", "count"
    )
    empty = _("Nobody has disputed a signature.")

    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="acknowledgement__councillor__full_name",
        order_by=("acknowledgement__councillor__sorts_as",),
    )
    version = tables.Column(
        verbose_name=_("Text"),
        accessor="acknowledgement__version",
        order_by=("acknowledgement__version__policy__title", "acknowledgement__version__major"),
    )
    manner = tables.Column(verbose_name=_("How it was given"))
    given_on = DayColumn(verbose_name=_("Given on"))
    disputed_at = MomentColumn(verbose_name=_("Disputed"))
    stands = tables.Column(verbose_name=_("Decision"), empty_values=())

    class Meta(RegisterTable.Meta):
        order_by = ("-disputed_at",)

    def render_councillor(self, value: str, record: RecordedSignature) -> str:
        address = reverse("policies:settle_dispute", args=[record.acknowledgement_id])
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def value_councillor(self, value: Any) -> Any:
        return value

    def render_stands(self, record: RecordedSignature) -> SafeString:
        colour = "yellow" if record.settled_at is None else "grey"
        return govuk_tag(self.value_stands(record), colour)

    def value_stands(self, record: RecordedSignature) -> str:
        if record.settled_at is None:
            return gettext("Not yet decided")
        return gettext("Stands") if record.stands else gettext("Set aside")
