"""Which councillors a breach of the council's own systems is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.forms.fields import chosen
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Group, GroupMembership, User

if TYPE_CHECKING:
    from django.http import QueryDict

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.fields["names"]
        assert isinstance(names, Names)  # noqa: S101  # for the type checker
        names.queryset = councillors()

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
        """Whom the answer means."""
        data = self.cleaned_data
        if data["whose"] == GROUPS:
            members = GroupMembership.objects.current(today()).filter(group__in=data["groups"])
            found: UserQuerySet = councillors().filter(pk__in=members.values("councillor"))
            return found
        return councillors() if data["whose"] == ALL else data["names"]


def councillors() -> UserQuerySet:
    """Everybody in office, by name."""
    found: UserQuerySet = User.objects.councillors(timezone.now()).order_by("sorts_as", "pk")
    return found
