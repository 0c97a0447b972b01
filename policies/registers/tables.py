"""The registers of one version: not signed, signed, log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from councilgov.days import short_day_in_words
from councilgov.forms.tables import DayColumn, MomentColumn, NumberColumn, RegisterTable
from councilgov.forms.templatetags.govuk import govuk_tag
from policies.events import told
from policies.models import AcknowledgementStatus
from policies.tables import SignatureTable, SignedColumn, StatementTable

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from policies.models import Acknowledgement, Event

COLOURS = {
    "sent": "green",
    "queued": "blue",
    "sending": "blue",
    "dead": "red",
    AcknowledgementStatus.SIGNED: "green",
    AcknowledgementStatus.OBJECTED: "yellow",
    AcknowledgementStatus.DECLINED: "orange",
    AcknowledgementStatus.DISPUTED: "orange",
}


class OfVersionTable(SignatureTable):
    """A row for each councillor; the policy and its version stand above the table."""

    history = tables.Column(
        verbose_name=_("Log"),
        accessor="pk",
        orderable=False,
        exclude_from_export=True,
    )

    class Meta(SignatureTable.Meta):
        exclude: tuple[str, ...] = ("policy", "version", "answered_at")

    def render_history(self, record: Acknowledgement) -> str:
        version = record.version
        address = reverse("policies:log", args=[version.policy.slug, version.number])
        return format_html(
            '<a class="govuk-link" href="{}?person={}">{}<span class="govuk-visually-hidden">'
            " {}</span></a>",
            address,
            record.councillor_id,
            gettext("See"),
            gettext("the log of %(name)s") % {"name": record.councillor.full_name},
        )


class NotSignedTable(OfVersionTable):
    """Who has not signed, since when, and what was done about it."""

    caption = _("Not signed")
    counted = ngettext_lazy(
        "%(count)s person has not signed", "%(count)s people have not signed", "count"
    )
    empty = _("Everybody who was asked has signed.")

    asked_on = DayColumn(verbose_name=_("Asked on"))
    opened_at = MomentColumn(verbose_name=_("Opened"), default=_("Not opened"))
    days_late = NumberColumn(
        verbose_name=_("Days late"), accessor="due_on", order_by=("-due_on",), default="0"
    )
    reminded_at = MomentColumn(verbose_name=_("Last message"), default=_("None"))
    reminder_state = tables.Column(
        verbose_name=_("What became of it"),
        visible=False,  # on the page it stands below the moment
    )

    class Meta(OfVersionTable.Meta):
        order_by = ("due_on", "councillor")
        sequence = (
            "councillor",
            "status",
            "group",
            "asked_on",
            "opened_at",
            "due_on",
            "days_late",
            "reminded_at",
            "reminder_state",
            "history",
        )

    def render_days_late(self, record: Acknowledgement) -> str:
        return str(self.value_days_late(record))

    def value_days_late(self, record: Acknowledgement) -> int:
        """Calendar days after the due day; 0 until then, and for those who need not sign now."""
        today = timezone.localdate()
        return (today - record.due_on).days if record.is_overdue(today) else 0

    def render_reminded_at(self, value: datetime, record: Any) -> SafeString:
        colour = COLOURS.get(record.reminder_state, "grey")
        outcome = govuk_tag(self.value_reminder_state(record), colour)
        return format_html("{}<br>{}", MomentColumn().render(value), outcome)

    def value_reminded_at(self, value: datetime | None) -> datetime | None:
        return MomentColumn().value(value)

    def value_reminder_state(self, record: Any) -> str:
        return told(record.reminder_state, record.reminder_trouble) if record.reminder_state else ""


class ChaseTable(NotSignedTable):
    """For those who chase: each name is the label of a tick box of the form ``chase``."""

    class Meta(NotSignedTable.Meta):
        pass

    def render_councillor(self, value: str, record: Acknowledgement) -> str:
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small app-tick"><div'
            ' class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox"'
            ' form="chase" name="row" value="{0}" id="row-{0}"><label class="govuk-label'
            ' govuk-checkboxes__label" for="row-{0}">{1}</label></div></div>',
            record.pk,
            value,
        )


class SignedTable(OfVersionTable):
    """Who has signed, when and how."""

    caption = _("Signed")
    counted = ngettext_lazy("%(count)s person has signed", "%(count)s people have signed", "count")
    empty = _("Nobody has signed yet.")

    signed_at = SignedColumn(verbose_name=_("Signed"))
    how = tables.Column(verbose_name=_("How"), accessor="pk", orderable=False)
    version = tables.Column(  # after a minor version some signed the one before
        verbose_name=_("Version"), accessor="version__number", order_by=("version__minor",)
    )

    class Meta(OfVersionTable.Meta):
        exclude = ("policy", "answered_at")
        order_by = ("-signed_at", "councillor")
        sequence = (
            *("councillor", "status", "group", "due_on", "signed_at", "how"),
            *("version", "...", "history"),
        )

    def render_how(self, record: Acknowledgement) -> str:
        return how_signed(record)


class SignedStatementTable(SignedTable, StatementTable):
    """For those who read statements: with a link to each objection."""

    class Meta(SignedTable.Meta):
        pass


class LogTable(RegisterTable):
    """Every act and every message, in the order of time."""

    caption = _("Log")
    counted = ngettext_lazy("%(count)s event", "%(count)s events", "count")
    empty = _("Nobody has been asked yet.")

    happened_at = MomentColumn(verbose_name=_("When"))
    councillor = tables.Column(
        verbose_name=_("Councillor"),
        accessor="acknowledgement__councillor__full_name",
        order_by=("acknowledgement__councillor__sorts_as",),
    )
    title = tables.Column(verbose_name=_("What happened"), order_by=("what",))
    outcome = tables.Column(verbose_name=_("Outcome"), orderable=False, empty_values=("", None))
    by = tables.Column(verbose_name=_("By"), accessor="by__full_name", order_by=("by__sorts_as",))
    to = tables.Column(verbose_name=_("To"), accessor="to__full_name", order_by=("to__sorts_as",))

    class Meta(RegisterTable.Meta):
        order_by = ("-happened_at",)

    def render_outcome(self, value: str, record: Event) -> SafeString:
        return govuk_tag(value, COLOURS.get(record.state, "grey"))

    def value_outcome(self, value: str) -> str:
        return value


def how_signed(asked: Any) -> str:
    """In the portal, or on paper or by phone and who recorded it."""
    recorded = getattr(asked, "recorded", None)
    if recorded is None:
        return gettext("In the portal")
    return gettext("%(manner)s, recorded by %(name)s on %(day)s") % {
        "manner": recorded.get_manner_display(),
        "day": short_day_in_words(recorded.recorded_at),
        "name": recorded.recorded_by.full_name,
    }


class GroupTable(SignatureTable):
    """For a group leader: who, what and whether.

    One word for all who have not signed, and no day and no minor number: a request that is late and
    not called so, or of an earlier text, would be of somebody who declined or is exempt.
    """

    caption = _("Your group")
    counted = ngettext_lazy(
        "%(count)s request to a member", "%(count)s requests to members", "count"
    )
    empty = _("Nobody in your group has been asked to sign anything.")

    status = tables.Column(verbose_name=_("Status"), orderable=False)  # its order would tell why
    version = tables.Column(verbose_name=_("Major version"), accessor="version__major")

    class Meta(SignatureTable.Meta):
        exclude = ("group", "due_on", "answered_at")
        order_by = ("councillor", "policy")

    def render_councillor(self, value: str, record: Acknowledgement) -> str:  # noqa: ARG002
        return value  # a leader may not open the person's page

    def render_status(self, record: Acknowledgement) -> SafeString:
        """Whether it is done. That somebody declined, objected or is exempt is not the leader's."""
        return govuk_tag(standing(record), "green" if record.is_signed else "blue")

    def value_status(self, record: Acknowledgement) -> str:
        return standing(record)


def standing(record: Acknowledgement) -> str:
    """What a group leader is told of a request."""
    return gettext("Signed") if record.is_signed else gettext("Not signed")
