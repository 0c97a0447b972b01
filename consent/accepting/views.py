"""Pages of the terms of ward records: read, accepted and published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.accepting import actions
from consent.accepting.checks import is_to_accept, terms_in_force
from consent.accepting.forms import TermsForm
from consent.accepting.wording import USUAL_TERMS
from consent.constituents import KEPT
from consent.models import Constituent, Contact, ProcessingTerms, TermsAcceptance
from consent.own import KEEPS, PAGE
from councilgov.access import Right
from councilgov.accounts.carrying import filled, keep_typed
from councilgov.capacity import Capacity
from councilgov.forms.signature import SignatureForm
from councilgov.ledger.certificates import certificate_of, pdf

if TYPE_CHECKING:
    from councilgov.http import Request


def terms_first(request: Request, capacity: str, about: str) -> HttpResponse | None:
    """The way to the terms, if they come first; None if not. ``about`` says to where it leads back.

    What was typed travels there and back sealed, as it does to the sign-in page.
    """
    if not is_to_accept(request.user, capacity):
        return None
    if request.method == "POST":
        keep_typed(request)
        messages.info(
            request, _("Nothing is saved yet. Accept the terms, and what you typed is there again.")
        )
    return redirect(f"{reverse('consent:accept_terms')}?{about}")


def back_to(request: Request) -> str:
    """The page on which something is added to a ward record, or the list of contacts."""
    person, capacity = request.GET.get("person", ""), request.GET.get("capacity", "")
    if person.isdecimal():
        mine = Constituent.objects.visible_to(request.user)
        key = get_object_or_404(mine, pk=person).pk
        return reverse("consent:add_permission", args=[key])
    if (contact := request.GET.get("contact", "")).isdecimal():
        return get_object_or_404(
            Contact.objects.visible_to(request.user), pk=contact
        ).get_absolute_url()
    if "log" in request.GET:
        return reverse("consent:moderations")
    if "import" in request.GET:
        return reverse("imports:start", args=["contacts"])
    if capacity in KEPT:
        return reverse("consent:add_person", args=[capacity])
    return reverse("consent:contacts")


@PAGE
@KEEPS
def accept_terms(request: Request) -> HttpResponse:
    """A councillor reads one page and accepts it with their name, and goes on where they were."""
    then, latest = back_to(request), terms_in_force()
    if not is_to_accept(request.user, Capacity.WARD):
        return redirect(then)
    if latest is None:
        return render(request, "consent/accept_terms.html", {"back": then})
    form = filled(request, _signature_form(request, latest))
    if form.done(lambda: actions.accept_terms(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Accepted. You can add people in your ward now."))
        return redirect(then)
    context = {"terms": latest, "form": form, "back": then}
    return render(request, "consent/accept_terms.html", context)


def _signature_form(request: Request, terms: ProcessingTerms) -> SignatureForm:
    """With what was sent; anew where the terms changed meanwhile, which is said."""
    sent = request.POST if request.method == "POST" else None
    if sent and sent.get("text_sha256") != terms.sha256:
        messages.info(request, _("The terms changed while you read them. This is the new version."))
        sent = None
    return SignatureForm(
        sent,
        signer=request.user.full_name,
        statement=_(actions.STATEMENT),
        text_sha256=terms.sha256,
        tick=False,
    )


@PAGE
def terms(request: Request) -> HttpResponse:
    """The terms in force, for whoever is signed in; their keepers publish the next version."""
    latest = terms_in_force()
    form = _terms_form(request, latest)
    if form and form.done(lambda: actions.publish_terms(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Published. Councillors read this version from now on."))
        return redirect("consent:terms")
    mine = TermsAcceptance.objects.visible_to(request.user).select_related("terms")
    context = {
        "latest": latest,
        "older": ProcessingTerms.objects.all()[1:],
        "form": form,
        "accepted": mine,
        "is_to_accept": request.user.is_councillor and is_to_accept(request.user, Capacity.WARD),
    }
    return render(request, "consent/terms.html", context)


def _terms_form(request: Request, latest: ProcessingTerms | None) -> TermsForm | None:
    if not request.user.has_perm(Right.PUBLISH_WARD_TERMS):
        return None
    begin = {
        "text": latest.text if latest else str(USUAL_TERMS),
        "replaces": latest.number if latest else 0,
        "asks_again": latest is None,
        "foresees_opening": latest.foresees_opening if latest else True,
        "foresees_holding": latest.foresees_holding if latest else True,
    }
    return filled(request, TermsForm(request.POST or None, initial=begin))


@require_safe
@KEEPS
def certificate(request: Request, pk: int) -> HttpResponse:
    """That a councillor accepted the terms, as a PDF that anybody can check: their own."""
    row = get_object_or_404(TermsAcceptance.objects.visible_to(request.user), pk=pk)
    issued = certificate_of(row)
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="terms-{issued.code}.pdf"'
    return response
