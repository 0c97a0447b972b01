"""The page of a form about something: shown, or done and back there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request


def ask(
    request: Request,
    form: GovukForm,
    do: Callable[[], Any],
    *,
    title: str,
    about: Any,
    elsewhere: str = "breaches:incidents",
    template: str = "breaches/form.html",
    done: str = "",
    **shown: Any,
) -> HttpResponse:
    """``about`` is the row that it is about, with a ``reference`` and a page of its own; who no
    longer sees it afterwards is led ``elsewhere``. ``done`` says what was recorded; ``shown`` is
    what else the page shows.
    """
    if form.done(do):
        messages.success(request, done or _("Recorded."))
        sees = type(about).objects.visible_to(request.user).filter(pk=about.pk).exists()
        return redirect(about if sees else elsewhere)
    context = {"form": form, "about": about, "title": title, "button": _("Record it"), **shown}
    return render(request, template, context)
