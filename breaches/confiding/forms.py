"""What is asked about the readers of a confidential report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from breaches.confiding.checks import candidates, choosable
from councilgov.forms.kit import GovukForm
from councilgov.openings import HOURS
from councilgov.people.models import User

if TYPE_CHECKING:
    from breaches.models import Incident

MOST = 500


def why(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea({"rows": 4}),
        max_length=MOST,
        error_messages={"required": _("Enter the reason")},
    )


class People(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Several people, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class Person(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Somebody, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class ConfidentialForm(GovukForm):
    """The fields are named after the arguments of ``confiding.actions.make_confidential``."""

    readers = People(
        User.objects.none(),
        label=_("Who else shall read it?"),
        help_text=_("You are on the list yourself. The Monitoring Officer or the deputy must be."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = why(_("Why is it confidential?"), _("Those on the list read this."))

    def __init__(self, *args: Any, incident: Incident, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = candidates(incident).exclude(pk=by.pk).order_by("sorts_as")
        self.fields["readers"].queryset = people  # type: ignore[attr-defined]


class OwnConfidentialForm(GovukForm):
    """The fields are named after the arguments of ``confiding.actions.confide_own``."""

    readers = People(
        User.objects.none(),
        label=_("Who may read it?"),
        help_text=_(
            "These are the Monitoring Officer and the deputies. Nobody else looks into it. Leave "
            "out anybody whom it is about."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who may read it")},
    )
    reason = why(_("Why is it confidential?"), _("Those on the list read this."))

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = choosable(incident).order_by("sorts_as")
        self.fields["readers"].queryset = people  # type: ignore[attr-defined]
        self.initial.setdefault("readers", people)


class ReaderForm(GovukForm):
    """The fields are named after the arguments of ``confiding.actions.add_reader``."""

    person = Person(
        User.objects.none(),
        label=_("Who shall read it?"),
        empty_label=_("Choose somebody"),
        error_messages={"required": _("Choose who shall read it")},
    )
    reason = why(_("Why do they need to read it?"))

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = candidates(incident).order_by("sorts_as")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class OpenForm(GovukForm):
    """The fields are named after the arguments of ``confiding.actions.open_confidential``."""

    reason = why(
        _("Why must you read it now?"),
        _("Whose report it is, its readers and the Monitoring Officer read this."),
    )
    hours = forms.TypedChoiceField(
        label=_("For how long?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = [  # type: ignore[attr-defined]
            (n, ngettext("%(n)s hour", "%(n)s hours", n) % {"n": n}) for n in HOURS
        ]
