"""What narrows the register of people down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.misfits import addressed_elsewhere, without_group, without_role
from councilgov.accounts.models import Standing
from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import UserQuerySet


def elsewhere(now: datetime) -> UserQuerySet:
    return addressed_elsewhere(now, Council.objects.the())


MISFITS: Mapping[str, tuple[StrOrPromise, Callable[[datetime], UserQuerySet]]] = {
    "no_role": (_("Can sign in, without a role"), without_role),
    "elsewhere": (_("An address that is not the council’s"), elsewhere),
    "no_group": (_("Councillors without a group"), without_group),
}
"""By its name in an address: in words, and who."""


class PeopleFilter(RegisterFilter):
    search = SearchFilter(("full_name", "known_as", "email"), label=_("Name or email"))
    mail = django_filters.ChoiceFilter(
        label=_("Mail"),
        choices=[("refused", _("Refused"))],
        method="with_refused_mail",
        empty_label=_("All"),
    )
    standing = django_filters.ChoiceFilter(
        label=_("Account"), choices=Standing.choices, empty_label=_("All")
    )
    misfit = django_filters.ChoiceFilter(
        label=_("What does not fit"),
        choices=[(name, words) for name, (words, _chosen) in MISFITS.items()],
        method="of_misfit",
        empty_label=_("Everything"),
    )

    def with_refused_mail(self, people: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Those whose address the mail server refuses."""
        return people.exclude(refused_since=None)

    def of_misfit(self, people: QuerySet[Any], _name: str, wanted: str) -> QuerySet[Any]:
        _words, chosen = MISFITS[wanted]
        return people.filter(pk__in=chosen(timezone.now()).values("pk"))
