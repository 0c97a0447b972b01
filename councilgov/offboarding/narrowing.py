"""What is left of the portal for somebody who left office, or is suspended: by the names of pages,
and no others.

How long is no business of this module: ``User.access`` says it, and sign-in ends with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect, render

from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest, HttpResponse

    from councilgov.people.models import User

FORBIDDEN = 403
SAFE = ("GET", "HEAD")
HAS_RECEIPTS_ONLY = "has_receipts_only"
"""What a request says of whoever left and whose case is done, for what stands around a page."""
RECEIPTS = frozenset(
    {
        "devices:enrolment_receipt",
        "devices:receipt",
        "devices:recall_receipt",
        "devices:return_receipt",
        "devices:returned",
        "offboarding:certificate",
        "offboarding:my_receipt",
        "offboarding:receipt",
        "policies:certificate",
        "policies:receipt",
        "policies:signed",
    }
)
"""Of their own, to look at: what each page shows to whom, it says itself."""
ANSWERS = frozenset(
    {
        "breaches:acknowledge_own_complaint",
        "breaches:answer_own_complaint",
        "breaches:end_share_own_complaint",
        "breaches:own_complaint",
        "breaches:own_complaints",
        "breaches:share_own_complaint",
    }
)
"""To complaints about their ward work: they stay the controller (Data Protection Act 2018, section
164A), and are reminded as long as they can sign in, also once all else is done."""
LEAVING = RECEIPTS | {
    "account_change_password",
    "account_reauthenticate",
    "consent:confirm_file",
    "consent:decide",
    "consent:decide_all",
    "consent:leaving",
    "consent:take_file",
    "devices:add_loss_note",
    "devices:add_police_reference",
    "devices:agree_to_deduction",
    "devices:appeal_cost",
    "devices:cancel_booking",
    "devices:comment_on_cost",
    "devices:comment_on_misuse",
    "devices:device",
    "devices:devices",
    "devices:disagree",
    "devices:end_enrolment",
    "devices:equipment",
    "devices:issue",
    "devices:loss",
    "devices:loss_of",
    "devices:misuse_case",
    "devices:my_audit",
    "devices:my_enrolments",
    "devices:my_recalls",
    "devices:sign_return",
    "devices:terms",
    "devices:withdraw_enrolment",
    "home",
    "make_calendar_link",
    "my_calendar",
    "offboarding:choose_contact",
    "offboarding:mine",
    "policies:dispute",
    "stop_calendar_link",
}
"""What is to be done before day ten is over: also to say that something is lost, and to answer what
the council would charge for it. Public pages open for everybody, also for them."""
_OF_NEW_PEOPLE = {name for name in LEAVING if name.startswith(("account_", "devices:"))}
NEWLY = RECEIPTS | _OF_NEW_PEOPLE | {"home", "offboarding:choose_contact", "offboarding:mine"}
"""What newly elected people need before they begin: their account, the policies, which are public,
and their equipment; with what may still be out of that of before, and what is left of leaving.
Nobody acts as a councillor yet.
"""
STILL_THEIRS = "breaches"
"""All pages about breaches, as far as each lets them in: who controls what was lost stays the
controller of it, and the 72 hours of Article 33 UK GDPR run on after a last day in office; and who
has equipment before a first one may lose it."""
CONTACTS = ("consent:", "imports:")
"""Before the names of the pages of one's own contacts: a suspension may leave these open."""
SUSPENDED = frozenset(name for name in LEAVING if not name.startswith(CONTACTS)) | {
    "consent:before_calling",
    "consent:before_posting",
    "consent:before_sending",
    "consent:messages_help",
    "devices:accept",
    "devices:ask_enrolment",
    "devices:ask_filter",
    "devices:decline",
    "devices:insurance",
    "devices:my_enrolments",
    "devices:my_filters",
    "devices:sign_enrolment",
    "elections:period",
    "offboarding:my_suspension",
    "policies:decline",
    "policies:finish_section",
    "policies:hold",
    "policies:person",
    "policies:questions",
    "policies:sign_policy",
    "policies:start_reading",
}
"""Whoever is suspended stays in office: what they are asked to do themselves. Leaving, should it
come to that, is the same as for others, and so are breaches."""


class LeavingMiddleware:
    """Shows who left office what is left to do, then their receipts, and nothing else; who is
    suspended what is their own; and whoever is elected again what they need before they begin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: object
    ) -> HttpResponse | None:
        """None lets the page open. For whoever is in office nothing is asked."""
        user = request.user
        if not user.is_authenticated or user.access == Access.WHOLE:
            return None
        is_private = getattr(view, "login_required", True)
        if user.access == Access.SUSPENDED:
            return _suspended(request, user) if is_private else None
        setattr(request, HAS_RECEIPTS_ONLY, user.access != Access.NEWLY and is_done(user))
        if user.access == Access.NEWLY and is_private:
            return None if _is_among(NEWLY, _name(request)) else _closed(request)
        return _narrowed(request) if is_private else None


def _name(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _suspended(request: HttpRequest, user: User) -> HttpResponse | None:
    if is_left_to_suspended(user, _name(request)):
        return None
    return render(request, "offboarding/closed_for_now.html", status=FORBIDDEN)


def is_left_to_suspended(user: User, name: str) -> bool:
    """Whether somebody who is suspended may open the page of this name: their own alone."""
    return _is_among(SUSPENDED, name) or (user.may_act and name.startswith(CONTACTS))


def _is_among(pages: Collection[str], name: str) -> bool:
    return name in pages or name.startswith(f"{STILL_THEIRS}:")


def _narrowed(request: HttpRequest) -> HttpResponse | None:
    name = _name(request)
    if not getattr(request, HAS_RECEIPTS_ONLY):
        return None if _is_among(LEAVING, name) else _closed(request)
    if name in ANSWERS or (name in RECEIPTS and request.method in SAFE):
        return None
    if name in {settings.LOGIN_REDIRECT_URL, "offboarding:mine"}:
        return redirect("offboarding:my_receipt")
    return _closed(request)


def is_done(user: User) -> bool:
    """Whether everything is done for whoever left, so that their receipts are all they may see."""
    mine = OffboardingCase.objects.filter(councillor=user).exclude(status=CaseStatus.CANCELLED)
    last = mine.order_by("-last_day", "-pk").values_list("status", flat=True).first()
    return last == CaseStatus.COMPLETED


def _closed(request: HttpRequest) -> HttpResponse:
    context = {"is_newly": request.user.is_authenticated and request.user.access == Access.NEWLY}
    return render(request, "offboarding/closed.html", context, status=FORBIDDEN)
