"""What is asked when a view is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.access import Role
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from councilgov.people.models import User


class ViewForm(GovukForm):
    """The fields are named after the arguments of ``saving.actions.save_view``."""

    name = line(
        _("Name of the view"),
        _("Enter a name for the view"),
        _("For example: Phones in the workshop"),
        most=60,
    )
    role = forms.ChoiceField(label=_("Who else sees it?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["role"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # for the type checker
        theirs = [(role.value, role.label) for role in Role if role in user.roles]
        choice.choices = [("", _("Only you")), *theirs]
