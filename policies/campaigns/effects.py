"""What a change of whom a policy asks will do, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.people.models import User
from councilgov.records import Refused
from policies.machines import OPEN_REQUESTS
from policies.models import Acknowledgement, Audience, Policy

if TYPE_CHECKING:
    from policies.models import AudienceRule


@dataclass(frozen=True, slots=True)
class Effect:
    """How many people are asked after it, and how many open requests end unsigned by it."""

    asked: int
    ended: int


def effect(
    policy: Policy, *, audience: Audience | None = None, without: AudienceRule | None = None
) -> Effect:
    """If it asked this audience, or had this rule no more. Nothing is changed."""
    after = Policy.objects.get(pk=policy.pk)
    after.audience = audience or after.audience
    terms = after.terms_asked(timezone.now(), without=without)
    asked = terms.order_by().values("councillor")
    requests = Acknowledgement.objects.of_open_versions().filter(
        version__policy=policy, status__in=OPEN_REQUESTS
    )
    return Effect(
        asked=User.objects.filter(pk__in=asked).count(),
        ended=requests.exclude(councillor__in=asked).count(),
    )


def check_asks_somebody(found: Effect) -> None:
    """Raise ``Refused`` where nobody would be asked and requests are open: all of them would end.

    As by a rule for a committee on which nobody sits.
    """
    if found.ended and not found.asked:
        raise Refused(
            _(
                "Nobody would be asked any more, and every open request would end. "
                "First add people who are in office."
            )
        )


def check_audience(policy: Policy, audience: Audience) -> None:
    """Raise ``Refused`` if the policy asks these already, and where it would ask nobody."""
    if policy.audience == audience:
        raise Refused(_("This policy asks them already."), field="audience")
    if audience == Audience.CHOSEN and not policy.audience_rules.exists():
        raise Refused(
            _("Add people first: there is no rule yet, so nobody would be asked any more."),
            field="audience",
        )
    check_asks_somebody(effect(policy, audience=audience))
