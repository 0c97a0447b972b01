"""The register of people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.access import Role
from councilgov.accounts.models import Standing
from councilgov.forms.tables import MomentColumn, RegisterTable, TagColumn
from councilgov.forms.templatetags.govuk import govuk_tag

if TYPE_CHECKING:
    from councilgov.people.models import User

COLOURS = {
    Standing.CAN_SIGN_IN: "green",
    Standing.INVITED: "blue",
    Standing.RAN_OUT: "yellow",
    Standing.WITHDRAWN: "grey",
    Standing.NOT_INVITED: "grey",
    Standing.LEFT: "grey",
    Standing.CLOSED: "red",
}


def roles_of(person: Any) -> str:
    """The roles of somebody from ``models.everybody``, in words, without another query."""
    roles = [Role(office.role) for office in person.offices_now]
    roles += [Role.COUNCILLOR] if person.terms_now else []
    roles += [Role.GROUP_LEADER] if person.groups_led else []
    return ", ".join(str(role.label) for role in roles)


class StandingColumn(TagColumn):
    """The words for what the database worked out."""

    def render(self, value: Any, record: Any, bound_column: Any) -> str:
        return super().render(Standing(value).label, record, bound_column)

    def value(self, value: Any) -> Any:
        return Standing(value).label


class PeopleTable(RegisterTable):
    """Who is in the portal, and who can sign in."""

    caption = _("People")
    counted = ngettext_lazy("%(count)s person", "%(count)s people", "count")
    empty = _("Nobody has been added yet.")

    full_name = django_tables2.Column(verbose_name=_("Name"), order_by=("sorts_as",))
    standing = StandingColumn(COLOURS, verbose_name=_("Account"))
    # not ``User.roles``, which would ask the database about each person
    roles = django_tables2.Column(verbose_name=_("Roles"), accessor="pk", orderable=False)
    email = django_tables2.Column(verbose_name=_("Email"))
    last_login = MomentColumn(verbose_name=_("Last signed in"))

    def render_full_name(self, value: str, record: User) -> str:
        address = reverse("accounts:person", args=[record.pk])
        return format_html('<a class="govuk-link" href="{}">{}</a>', address, value)

    def value_full_name(self, value: str) -> str:
        return value

    def render_email(self, value: str, record: Any) -> str:
        """With a mark beside an address that the mail server refuses."""
        if record.refused_since is None:
            return value
        return format_html("{}<br>{}", value, govuk_tag(gettext("Mail refused"), "red"))

    def value_email(self, value: str) -> str:
        return value

    def render_roles(self, record: User) -> str:
        return roles_of(record)
