"""What is asked about a matter that is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.models import Incident, Result
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.db.models import Model

    from councilgov.people.models import UserQuerySet


def whose_conduct(about: Model) -> UserQuerySet:
    """Councillors of today and of the day on which it happened: "members and co-opted members"
    (Localism Act 2011, section 28(1)). And whoever is noted in it with a part, also an officer, so
    that it goes to nobody whom it is about.
    """
    asked = Q(pk__in=User.objects.councillors(timezone.now()).values("pk"))
    if isinstance(about, Incident):
        then = User.objects.councillors(about.occurred_at or about.noticed_at).values("pk")
        asked |= Q(pk__in=then) | Q(pk__in=about.involved.order_by().values("person"))
    people: UserQuerySet = User.objects.filter(asked)
    return people.order_by("sorts_as", "pk")


class ReferForm(GovukForm):
    """The fields are named after the arguments of ``actions.refer``."""

    because = words(
        _("What did you see?"),
        _("Say what you saw"),
        _(
            "What happened, not what you think of it. Only the Monitoring Officer and "
            "the deputies read this"
        ),
    )
    subject = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose conduct is it?"),
        help_text=_(
            "A councillor’s; the portal tells them nothing. For the conduct of an officer turn to "
            "their manager: it does not come under the code"
        ),
        required=False,
        empty_label=_("Nobody with an account, or not known"),
    )

    def __init__(self, *args: Any, about: Model, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = whose_conduct(about)  # type: ignore[attr-defined]


class CaseForm(GovukForm):
    """The field is named after the argument of ``actions.number_case``."""

    case_reference = line(_("Its number where it is dealt with"), _("Enter the number"), most=60)


class CloseReferralForm(GovukForm):
    """The fields are named after the arguments of ``actions.close_referral``."""

    result = chosen(
        _("What became of it?"),
        Result.choices,
        _("Select what became of it"),
        _("As it was decided elsewhere. This stays when the words are erased"),
    )
    outcome = words(_("In words"), _("Say what became of it, in a few words"))
