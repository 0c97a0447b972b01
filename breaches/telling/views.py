"""Pages of telling the people: the list, the letter, each of them, and a public notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.models import Letter, Recipient
from breaches.notifying.actions import take_report
from breaches.seeing import told_by
from breaches.telling import actions, letters, wording
from breaches.telling.cautions import cautions
from breaches.telling.forms import (
    ContactsForm,
    LetterForm,
    PublishForm,
    RecipientForm,
    ToldPersonForm,
)
from breaches.telling.meant import meant_for, way_to
from consent.models import USABLE, ContactPermission
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from breaches.models import Assessment
    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])


@require_safe
def people_to_tell(request: Request, pk: int, part: int) -> HttpResponse:
    """Who is told, who was, and who is left."""
    row = told_by(request, pk, part)
    letter = Letter.objects.filter(assessment=row).first()
    people = list(Recipient.objects.visible_to(request.user, row).with_row())
    context = {
        "row": row,
        "people": people,
        "letter": letter,
        "names": wording.names_of(letter) if letter else [],
        "count": letters.count_of(row),
        "unseen": row.recipients.count() - len(people),
        "is_own": row.councillor == request.user,
        "meant": (meant := meant_for(row, request.user)),
        "meant_page": "add_contacts" if meant and way_to(meant) else "add_recipient",
        "notice": getattr(row, "public_notice", None),
    }
    return render(request, "breaches/telling/people.html", context)


def ask(
    request: Request,
    form: GovukForm,
    do: Callable[[], Any],
    *,
    title: str,
    row: Assessment,
    done: str,
) -> HttpResponse:
    """The page of a form about telling the people: shown, or done and back to the list."""
    if form.done(do):
        messages.success(request, done)
        return redirect("breaches:people_to_tell", row.incident.reference, row.pk)
    context = {"form": form, "row": row, "title": title}
    return render(request, "breaches/telling/form.html", context)


@EITHER
def word_letter(request: Request, pk: int, part: int) -> HttpResponse:
    """What all of them are told."""
    row = told_by(request, pk, part)
    letter = Letter.objects.filter(assessment=row).first()
    first = vars(letter) if letter else dict(wording.draft_of(row))
    form = filled(request, LetterForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: actions.word_letter(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Word the letter"),
        done=_("The letter is kept. Nobody has it yet."),
        row=row,
    )


@EITHER
def add_recipient(request: Request, pk: int, part: int) -> HttpResponse:
    """Somebody is to be told, as it is typed."""
    row = told_by(request, pk, part)
    person = meant_for(row, request.user)
    first = {"full_name": person.full_name if person else ""}
    form = filled(request, RecipientForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: actions.add_recipient(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Add somebody"),
        done=_("They are on the list, to be told."),
        row=row,
    )


@EITHER
def add_contacts(request: Request, pk: int, part: int) -> HttpResponse:
    """A councillor chooses among the people whom they are in touch with."""
    row = told_by(request, pk, part)
    mine = ContactPermission.objects.visible_to(request.user).to_contact().with_row()
    ways = mine.filter(status__in=USABLE).order_by("constituent__full_name", "pk")
    if not ways.exists():
        messages.info(request, _("You have no checked contacts here. Enter people instead."))
        return redirect("breaches:people_to_tell", row.incident.reference, row.pk)
    person = meant_for(row, request.user)
    first = {"ways": [way_to(person)] if person and way_to(person) else []}
    form = filled(request, ContactsForm(request.POST or None, ways=ways, initial=first))
    return ask(
        request,
        form,
        lambda: actions.add_contacts(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Add people whom you are in touch with"),
        done=_("They are on the list, to be told."),
        row=row,
    )


def the_recipient(request: Request, pk: int, part: int, number: int) -> Recipient:
    """Somebody on the list, if this person may see them. Raises ``Http404``."""
    row = told_by(request, pk, part)
    seen = Recipient.objects.visible_to(request.user, row).with_row()
    one = get_object_or_404(seen, pk=number)
    one.assessment = row
    return one


@require_safe
def recipient(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """One of them: what they are told, and how."""
    one = the_recipient(request, pk, part, number)
    row = one.assessment
    letter = Letter.objects.filter(assessment=row).first()
    context = {
        "row": row,
        "one": one,
        "parts": wording.parts_of(letter) if letter else [],
        "call": wording.call_me(row, request.user) if one.way == "message" else "",
        "cautions": cautions([one.permission])[one.permission.pk] if one.permission else [],
    }
    return render(request, "breaches/telling/recipient.html", context)


@EITHER
def mark_told(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """Somebody was told."""
    one = the_recipient(request, pk, part, number)
    form = filled(request, ToldPersonForm(request.POST or None, recipient=one))
    return ask(
        request,
        form,
        lambda: actions.mark_told(recipient=one, by=request.user, **form.cleaned_data),
        title=_("They were told"),
        done=_("Recorded: they were told."),
        row=one.assessment,
    )


@EITHER
def spare_recipient(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """Somebody is not told, for a reason."""
    one = the_recipient(request, pk, part, number)
    act = letters.act(one.assessment, "spare")
    return reason_page(
        request, act, lambda why: actions.spare(recipient=one, reason=why, by=request.user)
    )


@EITHER
def forget_recipient(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """Name and address of somebody are erased."""
    one = the_recipient(request, pk, part, number)
    act = letters.act(one.assessment, "forget")
    return reason_page(request, act, lambda _why: actions.forget(recipient=one, by=request.user))


@require_POST
def letter_pdf(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """The letter on paper; that it was taken is evidence."""
    one = the_recipient(request, pk, part, number)
    letter = get_object_or_404(Letter, assessment=one.assessment)
    take_report(assessment=one.assessment, by=request.user)
    return letters.as_pdf(one, letter)


@EITHER
def publish(request: Request, pk: int, part: int) -> HttpResponse:
    """It was made public instead."""
    row = told_by(request, pk, part)
    form = filled(request, PublishForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.publish(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Record the public notice"),
        done=_("Recorded: it was made public."),
        row=row,
    )


@EITHER
def finish_telling(request: Request, pk: int, part: int) -> HttpResponse:
    """All are told."""
    row = told_by(request, pk, part)
    act = letters.act(row, "finish")
    return reason_page(
        request, act, lambda _why: actions.finish_telling(assessment=row, by=request.user)
    )
