"""What the clock does for policies."""

from celery import shared_task
from django.utils import timezone

from policies.campaigns import actions as campaigns
from policies.entering import actions as entering
from policies.holding import actions as holding
from policies.models import PolicyVersion
from policies.publishing import actions as publishing
from policies.signatures import actions


@shared_task
def clear_unsaved() -> int:
    """Forget texts that nobody saved within a day."""
    return entering.clear_unsaved()


@shared_task
def ask_newcomers() -> int:
    """Ask whoever is new in an audience, such as a new councillor; requests of leavers lapse."""
    published = PolicyVersion.objects.open_to_sign().select_related("policy").order_by("pk")
    return sum(actions.ask(version=version, by=None) for version in published)


@shared_task
def sweep() -> int:
    """What is over ends, versions take effect, leavers lapse, newcomers are asked, all reminded.

    Each step is a set in a transaction of its own: stopped halfway, run twice, late, or on two
    machines at once, it does what is left to do. Gives how many rows it changed or planned.
    """
    done = campaigns.end_exemptions() + publishing.take_effect(today=timezone.localdate())
    done += ask_newcomers() + holding.release_pointless()
    return done + campaigns.remind()
