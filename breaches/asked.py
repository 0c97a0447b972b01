"""The page of a form about something: shown, or done and back there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpResponse

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request


def act_of(row: Any, what: Mapping[str, Any]) -> Act:
    """The page of an act on that row, which has a ``reference`` and a page of its own."""
    return Act(back=row.get_absolute_url(), caption=row.reference, is_grave=False, **what)


def ask(
    request: Request,
    form: GovukForm,
    do: Callable[[], Any],
    *,
    title: str,
    about: Any,
    elsewhere: str = "breaches:incidents",
    template: str = "breaches/form.html",
    done: str | Callable[[], str] = "",
    **shown: Any,
) -> HttpResponse:
    """``about`` is the row that it is about, with a ``reference`` and a page of its own; who no
    longer sees it afterwards is led ``elsewhere``. ``done`` says what was recorded, or finds out
    then; ``shown`` is what else the page shows.
    """
    if form.done(do):
        told = done if isinstance(done, str) else done()
        messages.success(request, told or _("Recorded."))
        sees = type(about).objects.visible_to(request.user).filter(pk=about.pk).exists()
        return redirect(about if sees else elsewhere)
    context = {"form": form, "about": about, "title": title, "button": _("Record it"), **shown}
    return render(request, template, context)
