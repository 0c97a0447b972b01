"""What the clock does for policies."""

from celery import shared_task

from policies.models import PolicyVersion
from policies.signatures import actions


@shared_task
def ask_newcomers() -> int:
    """Ask everybody in each audience who has not been asked yet, such as a new councillor."""
    published = PolicyVersion.objects.open_to_sign().select_related("policy").order_by("pk")
    return sum(actions.ask(version=version, by=None) for version in published)
