"""Pages about whom a policy asks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.checking import checked_first
from councilgov.people.models import User
from policies.campaigns import actions
from policies.campaigns.effects import check_audience, effect
from policies.campaigns.forms import AudienceForm, RuleForm
from policies.models import Audience, AudienceRule, Chosen, Policy

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request
    from policies.campaigns.effects import Effect

DRAFTS = permission_required(Right.DRAFT_POLICY, raise_exception=True)
PER_PAGE = 50


@require_safe
@DRAFTS
def audience(request: Request, slug: str) -> HttpResponse:
    """Whom a policy asks: its rules, and everybody whom they choose today."""
    policy = get_object_or_404(Policy, slug=slug)
    asked = policy.terms_asked(timezone.now()).order_by().values("councillor")
    people = Paginator(User.objects.filter(pk__in=asked), PER_PAGE)
    context = {
        "policy": policy,
        "people": people.get_page(request.GET.get("page")),
        "count": people.count,
        "rules": policy.audience_rules.select_related("group", "committee", "person"),
        "is_chosen": policy.audience == Audience.CHOSEN,
    }
    return render(request, "policies/audience.html", context)


@require_http_methods(["GET", "POST"])
@DRAFTS
@checked_first(lambda sent: "is_confirmed" in sent)  # and what is cancelled says so as well
def choose_audience(request: Request, slug: str) -> HttpResponse:
    """Choose whom a policy asks: all councillors, all members, or by rules."""
    policy = get_object_or_404(Policy, slug=slug)
    if "cancel" in request.POST:
        return redirect("policies:audience", slug)
    form = filled(
        request, AudienceForm(request.POST or None, initial={"audience": policy.audience})
    )
    is_confirmed = "is_confirmed" in request.POST
    act = partial(actions.choose_audience, by=request.user) if is_confirmed else check_audience
    if not form.done(lambda: act(policy=policy, **form.cleaned_data)):
        return render(request, "policies/choose_audience.html", {"policy": policy, "form": form})
    if is_confirmed:
        messages.success(request, _("Your change is saved."))
        return redirect("policies:audience", slug)
    chosen = form.cleaned_data["audience"]
    return check(request, policy, effect(policy, audience=chosen), chosen)


@require_http_methods(["GET", "POST"])
@DRAFTS
def add_rule(request: Request, slug: str) -> HttpResponse:
    """Ask some more people: a kind of councillor, a group, a committee, or people by name."""
    policy = get_object_or_404(Policy, slug=slug)
    form = filled(request, RuleForm(request.POST or None))
    if form.done(lambda: add(request, policy, form)):
        return redirect("policies:audience", slug)
    return render(request, "policies/add_rule.html", {"policy": policy, "form": form})


def add(request: Request, policy: Policy, form: RuleForm) -> None:
    """The rule, or one for each of the people, and what is said about it."""
    chosen, told = Chosen(form.cleaned_data["chosen"]), _("They are asked from now on.")
    if policy.audience != Audience.CHOSEN:
        told = _("The rule is saved. It counts once you change who is asked.")
    if chosen == Chosen.PERSON:
        people = form.cleaned_data["people"]
        count = actions.add_people(policy=policy, people=people, by=request.user)
        told = ngettext("%(n)s person has been added.", "%(n)s people have been added.", count)
        told %= {"n": count}
    else:
        actions.add_rule(policy=policy, chosen=chosen, by=request.user, **form.whom())
    messages.success(request, told)


@require_http_methods(["GET", "POST"])
@DRAFTS
def remove_rule(request: Request, slug: str, pk: int) -> HttpResponse:
    """Take a rule away: whom no other rule chooses is asked no more. First what will happen."""
    rule = AudienceRule.objects.filter(policy__slug=slug, pk=pk).first()
    if rule is None:
        return removed_before(request, slug, pk)
    if request.method != "POST":
        return check(request, rule.policy, effect(rule.policy, without=rule))
    actions.remove_rule(rule=rule, by=request.user)
    messages.success(request, _("The rule is gone. Who signed stays on record."))
    return redirect("policies:audience", slug)


def removed_before(request: Request, slug: str, pk: int) -> HttpResponse:
    """To the rules of its policy, from one that is there no more, as after a second click."""
    policy = get_object_or_404(Policy, slug=slug)
    if not AudienceRule.history.filter(id=pk, policy_id=policy.pk).exists():
        raise Http404
    messages.info(request, _("This rule was removed already."))
    return redirect("policies:audience", slug)


def check(
    request: Request, policy: Policy, found: Effect, audience: Audience | None = None
) -> HttpResponse:
    """How many are asked after the change, and whose requests end by it."""
    context = {
        "policy": policy,
        "effect": found,
        "audience": audience,
        "whom": audience.label if audience else "",
        "title": _("Ask other people?") if audience else _("Remove this rule?"),
        "button": _("Change who is asked") if audience else _("Remove the rule"),
    }
    return render(request, "policies/check_audience.html", context)
