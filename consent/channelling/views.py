"""Pages of channels: the register of officers, and what a councillor reads and says about them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.adding.views import the_person
from consent.channelling import actions, acts
from consent.channelling.forms import ChannelForm, ClassifyForm, rules_of
from consent.channelling.rules import COLOURS, by_rules, rules_in_words
from consent.channelling.tables import ChannelFilter, ChannelTable
from consent.constituents import KEPT
from consent.models import Channel, ChannelStatus, LeftChannel
from consent.own import CLASSIFIES, KEEPS, PAGE
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request


@SHOWN_OR_TAKEN
@CLASSIFIES
def channels(request: Request) -> HttpResponseBase:
    """Every channel and its rules. Nothing here says who uses it."""
    return register_page(
        request,
        queryset=Channel.objects.all(),
        table_class=ChannelTable,
        filter_class=ChannelFilter,
        context={"title": _("Channels"), "section": _("Permission to contact")},
        on_export=partial(export_register, of="consent.channels", by=request.user),
    )


@require_safe
@CLASSIFIES
def channel(request: Request, pk: int) -> HttpResponse:
    """One channel, its rules as a councillor reads them, and what can be done with it now."""
    row = get_object_or_404(Channel.objects.select_related("proposed_by", "judged_by"), pk=pk)
    context = {
        "row": row,
        "rules": rules_in_words(row),
        "colour": COLOURS[ChannelStatus(row.status)],
        "pages": list(acts.pages(row)),
    }
    return render(request, "consent/channel.html", context)


@PAGE
@CLASSIFIES
def classify(request: Request, pk: int) -> HttpResponse:
    """Say which rules a channel has."""
    row = get_object_or_404(Channel.objects.all(), pk=pk)
    form = filled(request, ClassifyForm(request.POST or None, channel=row))
    if form.done(
        lambda: actions.classify(channel=row, by=request.user, **rules_of(form.cleaned_data))
    ):
        messages.success(request, _("Saved."))
        return redirect(row)
    context = {"form": form, "row": row, "title": _("What are its rules?")}
    return render(request, "consent/channel_form.html", context)


@PAGE
@CLASSIFIES
def forbid(request: Request, pk: int) -> HttpResponse:
    """The council does not allow a channel."""
    row = get_object_or_404(Channel.objects.all(), pk=pk)
    do = partial(actions.forbid, channel=row, by=request.user)
    return reason_page(request, acts.forbidding(row), lambda reason: do(reason=reason))


@PAGE
@CLASSIFIES
def retire(request: Request, pk: int) -> HttpResponse:
    """A channel no longer exists."""
    row = get_object_or_404(Channel.objects.all(), pk=pk)
    do = partial(actions.retire, channel=row, by=request.user)
    return reason_page(request, acts.retiring(row), lambda _reason: do())


@PAGE
@KEEPS
def my_channels(request: Request) -> HttpResponse:
    """What the rules of each channel are; by one press, that the councillor does not use it."""
    offered = Channel.objects.offered_to(request.user)
    if request.method == "POST":
        key = request.POST.get("channel", "")
        row = get_object_or_404(offered, pk=key if key.isdecimal() else None)
        do = actions.take_up_channel if "use" in request.POST else actions.leave_channel
        do(channel=row, by=request.user)
        return redirect(f"{reverse('consent:my_channels')}#channel-{row.pk}")
    mine = LeftChannel.objects.visible_to(request.user).values("channel")
    context = {
        "groups": by_rules(offered.exclude(pk__in=mine)),
        "left": offered.filter(pk__in=mine),
        "banned": Channel.objects.not_allowed(),
    }
    return render(request, "consent/my_channels.html", context)


@PAGE
@KEEPS
def propose_channel(request: Request) -> HttpResponse:
    """A councillor names a channel that is not in the list, and goes on where they were."""
    then = came_from(request)
    form = filled(request, ChannelForm(request.POST or None))
    if form.done(lambda: actions.propose_channel(by=request.user, **form.cleaned_data)):
        messages.success(request, _("You can use it now, by the strictest rules."))
        named = Channel.objects.filter(proposed_by=request.user).latest("pk")
        return redirect(f"{then}?channel={named.pk}")
    context = {"form": form, "back": then, "title": _("Name another channel")}
    return render(request, "consent/channel_form.html", context)


def came_from(request: Request) -> str:
    """The page on which a way to reach somebody is noted, or that of all channels."""
    person, capacity = request.GET.get("person", ""), request.GET.get("capacity", "")
    if person.isdecimal():
        return reverse("consent:add_permission", args=[the_person(request, int(person)).pk])
    if capacity in KEPT:
        return reverse("consent:add_person", args=[capacity])
    return reverse("consent:my_channels")
