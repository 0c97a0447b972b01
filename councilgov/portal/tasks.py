"""What the clock does for the portal as a whole."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from councilgov.access import Role
from councilgov.ledger.models import Seal
from councilgov.notices.actions import tell
from councilgov.people.models import User


@shared_task
def mail_head() -> int:
    """Tell the Monitoring Officer the head of the ledger, once for each head. How many are told."""
    head = Seal.objects.head()
    if head is None:
        return 0
    officers = User.objects.holding(Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER)
    for officer in officers:
        tell(kind="ledger_head", to=officer, cause=str(head.sequence), about=head)
    return len(officers)


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that ran out: nobody signs in with them, and they name who did."""
    SessionStore.clear_expired()
