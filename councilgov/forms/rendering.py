"""Where the kit's templates are found."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.template.loader import select_template

from councilgov.forms.bound_field import GovukBoundField

STOCK = "django/forms/widgets/"


class GovukRenderer(TemplatesSetting):
    """Draws forms from ``templates/govuk``; a widget without a template there is drawn by Django.

    It is the renderer of our own forms and of adopted ones, not the project's ``FORM_RENDERER``:
    Django's admin keeps its own look. ``django.forms`` must be in ``INSTALLED_APPS``.
    """

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/fields/input.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name: str) -> Any:
        house = template_name.replace(STOCK, "govuk/widgets/", 1)
        return select_template([house, template_name])
