"""How the list of imports is narrowed down."""

from __future__ import annotations

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import RegisterFilter, SearchFilter
from councilgov.imports.models import Import, ImportStatus


class ImportFilter(RegisterFilter):
    """By file or person, and by status."""

    q = SearchFilter(
        ["file_name", "uploaded_by__full_name"],
        help_text=_("Name of the file or of who brought it"),
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=ImportStatus, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Import
        fields: list[str] = []
