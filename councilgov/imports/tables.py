"""The list of imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from councilgov.forms.tables import MomentColumn, NumberColumn, RegisterTable, TagColumn
from councilgov.imports.models import Import, ImportStatus

if TYPE_CHECKING:
    from councilgov.imports.models import Import as Row

COLOURS = {
    ImportStatus.UPLOADED: "blue",
    ImportStatus.CHECKING: "blue",
    ImportStatus.CHECKED: "blue",
    ImportStatus.APPLYING: "blue",
    ImportStatus.APPLIED: "green",
    ImportStatus.FAILED: "red",
    ImportStatus.DISCARDED: "grey",
}


class ImportTable(RegisterTable):
    """A row for each file that somebody brought in."""

    caption = _("Imports")
    counted = ngettext_lazy("%(count)s import", "%(count)s imports", "count")
    empty = _("Nothing has been imported yet.")

    file_name = tables.Column(verbose_name=_("File"))
    status = TagColumn(COLOURS, verbose_name=_("Status"), accessor="status")
    uploaded_at = MomentColumn(verbose_name=_("Uploaded"))
    uploaded_by = tables.Column(
        verbose_name=_("By"),
        accessor="uploaded_by__full_name",
        order_by=("uploaded_by__sorts_as",),
    )
    rows = NumberColumn(verbose_name=_("Rows"))
    created = NumberColumn(verbose_name=_("New"))
    updated = NumberColumn(verbose_name=_("Changed"))
    refused = NumberColumn(verbose_name=_("Refused"))

    class Meta(RegisterTable.Meta):
        model = Import
        fields: tuple[str, ...] = ()
        order_by = ("-uploaded_at",)

    def render_file_name(self, value: str, record: Row) -> str:
        """The name leads to how it stands."""
        link = '<a class="govuk-link app-breaks" href="{}">{}</a>'
        return format_html(link, record.get_absolute_url(), value)

    def value_file_name(self, value: str) -> str:
        return value
