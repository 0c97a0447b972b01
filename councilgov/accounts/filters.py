"""What narrows the register of people down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.models import Standing
from councilgov.forms.filters import RegisterFilter, SearchFilter

if TYPE_CHECKING:
    from django.db.models import QuerySet


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

    def with_refused_mail(self, people: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Those whose address the mail server refuses."""
        return people.exclude(refused_since=None)
