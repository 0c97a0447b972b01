"""Which councillors a breach of the council's own systems is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breaches.compromising.whom import whom_it_may_affect
from councilgov.days import in_london, today
from councilgov.forms.fields import chosen
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Group, GroupMembership, User

if TYPE_CHECKING:
    from django.http import QueryDict

    from breaches.models import Incident
    from councilgov.people.models import UserQuerySet

ALL, GROUPS, LIST = "all", "groups", "list"


class Names(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """Councillors, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class AffectedForm(GovukForm):
    """Whose records it is about: everybody's, those of groups, or those of some."""

    govuk = {"whose": {"conditional": {GROUPS: ["groups"], LIST: ["names"]}}}

    whose = chosen(
        _("Whose ward records are affected?"),
        [
            (ALL, _("Those of all councillors")),
            (GROUPS, _("Those of the councillors of some groups")),
            (LIST, _("Those of the councillors I choose")),
        ],
        _("Select whose records are affected"),
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(),
        label=_("Which groups?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    names = Names(
        User.objects.none(),
        label=_("Which councillors?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all = whom_it_may_affect(incident).order_by("sorts_as", "pk")
        self.days = {today(), in_london(incident.noticed_at)}
        names = self.fields["names"]
        assert isinstance(names, Names)  # noqa: S101  # for the type checker
        names.queryset = self.all

    def clean(self) -> dict[str, Any] | None:
        """What belongs to the answer is chosen."""
        cleaned = super().clean()
        asked = {GROUPS: ("groups", _("Tick the groups")), LIST: ("names", _("Tick the names"))}
        name, told = asked.get(self.cleaned_data.get("whose", ""), ("", ""))
        if name and not self.cleaned_data.get(name):
            self.add_error(name, told)
        return cleaned

    def typed(self) -> list[tuple[str, str]]:
        """All that was ticked, name and value: the page that checks it sends it once more."""
        data: QueryDict = self.data  # type: ignore[assignment]  # from a request
        return [(name, value) for name in self.fields for value in data.getlist(name)]

    def councillors(self) -> UserQuerySet:
        """Whom the answer means; of a group its members of today, and of when it was noticed."""
        data = self.cleaned_data
        if data["whose"] == GROUPS:
            members = [GroupMembership.objects.current(day) for day in self.days]
            of_groups = [one.filter(group__in=data["groups"]) for one in members]
            people = {pk for one in of_groups for pk in one.values_list("councillor", flat=True)}
            found: UserQuerySet = self.all.filter(pk__in=people)
            return found
        return self.all if data["whose"] == ALL else data["names"]
