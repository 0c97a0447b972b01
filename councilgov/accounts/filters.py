"""What narrows the register of people down."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.models import Standing
from councilgov.forms.filters import RegisterFilter, SearchFilter


class PeopleFilter(RegisterFilter):
    search = SearchFilter(("full_name", "known_as", "email"), label=_("Name or email"))
    standing = django_filters.ChoiceFilter(
        label=_("Account"), choices=Standing.choices, empty_label=_("All")
    )
