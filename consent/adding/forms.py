"""What is asked about somebody whom a councillor is in touch with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.models import AskedBy
from consent.permitting.forms import PermissionForm
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm


class AskedByForm(GovukForm):
    """On whose request the councillor acts, and who speaks for somebody (Data Protection Act 2018,
    Schedule 1, paragraph 23).
    """

    at_request_of = forms.ChoiceField(
        label=_("Who asked you to help?"),
        choices=AskedBy.choices,
        initial=AskedBy.THEMSELVES,
        error_messages={"required": _("Select who asked you")},
    )
    advocate = line(
        _("Who speaks for them, and by what right?"),
        hint=_(
            "Only if somebody else asked. For example: their daughter, with a power of attorney, "
            "or the father of a child"
        ),
        most=150,
    )

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        asked_by = given.get("at_request_of", AskedBy.THEMSELVES)
        if asked_by != AskedBy.THEMSELVES and not given.get("advocate", "").strip():
            self.add_error("advocate", _t("Enter who speaks for them, and by what right"))
        return given


class NameForm(AskedByForm):
    """The fields are named after the arguments of ``adding.actions.rename_person``."""

    full_name = line(_("What is their name?"), _("Enter their name"), most=150)
    field_order = ["full_name"]


class AddForm(AskedByForm, PermissionForm):
    """Somebody new, and the first way to reach them."""

    full_name = line(_("What is their name?"), _("Enter their name"), most=150)
    field_order = ["full_name", *PermissionForm.base_fields]
