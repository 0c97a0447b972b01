"""What the clock does for policies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from celery import shared_task
from django.utils import timezone

from councilgov.notices.sweeping import each
from policies.campaigns import actions as campaigns
from policies.entering import actions as entering
from policies.holding import actions as holding
from policies.models import PolicyVersion
from policies.publishing import actions as publishing
from policies.signatures import actions

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@shared_task
def clear_unsaved() -> int:
    """Forget texts that nobody saved within a day."""
    return entering.clear_unsaved()


@shared_task
def ask_newcomers() -> int:
    """Ask whoever is new in an audience, such as a new councillor; requests of leavers lapse.

    Each version by itself, and leavers first: past the published calendar nobody can be asked, and
    requests end all the same.
    """
    open_ones = PolicyVersion.objects.open_to_sign().without_text().order_by("pk")
    published = list(open_ones)
    leavers = [partial(campaigns.lapse_leavers, version=version) for version in published]
    return each([*leavers, *(partial(actions.ask, version=one, by=None) for one in published)])


@shared_task
def sweep() -> int:
    """What is over ends, versions take effect, leavers lapse, newcomers are asked, all reminded.

    Each step is a set: stopped halfway, run twice, late, or on two machines at once, it does what
    is left. Gives how many rows it changed or planned.
    """
    return each(STEPS)


@shared_task
def take_effect() -> int:
    """Put in force what takes effect today: within a minute of midnight in London."""
    return publishing.take_effect(today=timezone.localdate())


STEPS: Sequence[Callable[[], int]] = (
    campaigns.end_exemptions,
    take_effect,
    ask_newcomers,
    holding.release_pointless,
    campaigns.remind,
)
