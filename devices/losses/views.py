"""Pages of losses: the list, one case, and what is done in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.losses import actions, ending, facts, police, steps
from devices.losses.acts import ACTS
from devices.losses.forms import (
    NoteForm,
    PoliceForm,
    ReplaceForm,
    SecureForm,
    WriteOffForm,
)
from devices.losses.moments import MOMENTS
from devices.losses.tables import COLOURS, LossFilter, LossTable
from devices.misuse.actions import may_open
from devices.models import Device, Loss, LossKind, LossStatus, MisuseCase
from devices.outstanding.worth import with_worth

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request

SEES = permission_required(Right.SEE_LOSSES, raise_exception=True)
HANDLES = permission_required(Right.HANDLE_LOSS, raise_exception=True)
WRITES_OFF = permission_required(Right.WRITE_OFF, raise_exception=True)


def the_loss(request: Request, pk: int) -> Loss:
    """The case of that number, if this person may see it. Raises ``Http404``."""
    seen = Loss.objects.visible_to(request.user).with_row()
    return get_object_or_404(seen.select_related("cost", "device__holder", "replacement"), pk=pk)


def the_loss_to_add_to(request: Request, pk: int, right: Right) -> Loss:
    """The same, for who holds this right and whoever had the device: others only read, and get
    ``PermissionDenied``.
    """
    loss = the_loss(request, pk)
    if not (request.user.has_perm(right) or loss.councillor == request.user):
        raise PermissionDenied
    return loss


def ask(  # what a page is made of
    request: Request,
    form: GovukForm,
    do: Callable[[], Any],
    *,
    title: str,
    about: Any,
    button: str,
    done: str,
    told: Sequence[str] = (),
    known: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """The page of a form about a case: shown, or done and back to the case.

    ``known`` is what somebody wrote, each with its heading; what nobody wrote is left out.
    """
    if form.done(do):
        messages.success(request, done)
        return redirect(about)
    context = {
        "form": form,
        "about": about,
        "title": title,
        "button": button,
        "told": told,
        "known": [(heading, words) for heading, words in known if words],
    }
    return render(request, "devices/loss_form.html", context)


@SHOWN_OR_TAKEN
@SEES
def losses(request: Request) -> HttpResponseBase:
    """Every case: what waits, and what is past."""
    return register_page(
        request,
        queryset=Loss.objects.visible_to(request.user).with_row(),
        table_class=LossTable,
        filter_class=LossFilter,
        context={"title": _("Lost, stolen or damaged"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.losses", by=request.user),
    )


@require_safe
def loss(request: Request, pk: int) -> HttpResponse:
    """One case: what is known, what was done, and what can be done now.

    A councillor reads their own in plain words, with what they can do about it.
    """
    row = the_loss(request, pk)
    if not request.user.has_perm(Right.SEE_LOSSES):
        return render(request, "devices/my_loss.html", own(row))
    sees_pattern = request.user.has_perm(Right.SEE_LOSS_PATTERN) and row.councillor
    context = {
        "loss": row,
        "colour": COLOURS.get(LossStatus(row.status), "grey"),
        "known": facts.known(row, is_linked=request.user.has_perm(Right.SEE_DEVICES)),
        "steps": steps.steps(row, request.user),
        "events": facts.timeline(row),
        "others": row.others_of_councillor() if sees_pattern else None,
        "misuse": MisuseCase.objects.visible_to(request.user).beside(row),
        "may_open_misuse": request.user.has_perm(Right.HANDLE_LOSS)
        and may_open(row.device, row.councillor),
    }
    return render(request, "devices/loss.html", context)


def own(row: Loss) -> dict[str, object]:
    """What the councillor who had the device sees of its case."""
    today = timezone.localdate()
    cost = getattr(row, "cost", None)
    return {
        "loss": row,
        "cost": cost,
        "may_comment": cost is not None and cost.is_to_comment(today),
        "asked_back": row.device.return_requests.open().first(),
        "waits_for_police": row.waits_for_police(),
        "references": row.references(),
        "events": facts.timeline(row),
    }


@require_safe
def loss_of(request: Request, asset_tag: str) -> HttpResponse:
    """The last case about a device, for whoever may see it."""
    seen = Loss.objects.visible_to(request.user).filter(device__asset_tag=asset_tag)
    row = seen.order_by("-pk").first()
    if row is None:
        raise Http404
    return redirect(row)


@require_http_methods(["GET", "POST"])
def add_loss_note(request: Request, pk: int) -> HttpResponse:
    """What somebody knows more, in words."""
    row = the_loss_to_add_to(request, pk, Right.NOTE_LOSS)
    form = filled(request, NoteForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.add_loss_note(loss=row, by=request.user, **form.cleaned_data),
        title=_("Add a note"),
        about=row,
        button=_("Add the note"),
        done=_("The note is added."),
    )


@require_http_methods(["GET", "POST"])
def add_police_reference(request: Request, pk: int) -> HttpResponse:
    """What the police gave, now or days later. Nothing waits for it."""
    row = the_loss_to_add_to(request, pk, Right.HANDLE_LOSS)
    police.check_theft(row)
    first = {"reported_on": timezone.localdate()}
    form = filled(request, PoliceForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: police.add_police_reference(loss=row, by=request.user, **form.cleaned_data),
        title=_("Add a police reference"),
        about=row,
        button=_("Add it"),
        done=_("The police reference is added."),
        told=[_("You can add several: an online receipt first, and the crime number later.")],
    )


@require_http_methods(["GET", "POST"])
@HANDLES
def secure(request: Request, pk: int, act: str) -> HttpResponse:
    """A lock or a wipe was asked for, or is confirmed: when?"""
    row, one = the_loss(request, pk), MOMENTS[act]
    form = filled(request, SecureForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: one.do(loss=row, by=request.user, **form.cleaned_data),
        title=str(one.title_of(row)),
        about=row,
        button=_("Record it"),
        done=_("Recorded."),
    )


@require_http_methods(["GET", "POST"])
def act_on_loss(request: Request, pk: int, act: str) -> HttpResponse:
    """What is done in a case with a reason."""
    one = ACTS[act]
    if not request.user.has_perm(one.right):
        raise PermissionDenied
    row = the_loss(request, pk)
    return reason_page(
        request,
        one.page(row),
        lambda reason: one.do(loss=row, reason=reason, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@HANDLES
def replace_device(request: Request, pk: int) -> HttpResponse:
    """Another device was issued in its place."""
    row = the_loss(request, pk)
    form = filled(request, ReplaceForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: ending.record_replacement(loss=row, by=request.user, **form.cleaned_data),
        title=_("It is replaced by another device"),
        about=row,
        button=_("Record the replacement"),
        done=_("Recorded: it is replaced."),
        told=[
            _("The old device leaves the councillor’s record."),
            _("If it is damaged and still with them, it is asked back first."),
        ],
    )


def worth_of(row: Loss) -> Decimal | None:
    """What the device is worth today; what it cost, where nobody knows when it was bought."""
    own = Device.objects.filter(pk=row.device_id)
    worth = with_worth(own, timezone.localdate()).values_list("worth", flat=True).get()
    return row.device.value if worth is None else worth


@require_http_methods(["GET", "POST"])
@WRITES_OFF
def write_off(request: Request, pk: int) -> HttpResponse:
    """A device is given up, with reasons and its value."""
    row = the_loss(request, pk)
    form = filled(request, WriteOffForm(request.POST or None, initial={"value": worth_of(row)}))
    return ask(
        request,
        form,
        lambda: ending.write_off(loss=row, by=request.user, **form.cleaned_data),
        title=_("Write it off"),
        about=row,
        button=_("Write it off"),
        done=_("Recorded: it is written off."),
        told=[
            _("It leaves the councillor’s record, and the register of what the council has."),
            _("The desk wipes what is on it, and may then dispose of it.")
            if row.kind == LossKind.DAMAGED
            else _("If it is found later, say so in this case."),
        ],
    )
