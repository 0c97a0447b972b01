"""What the clock does for the portal as a whole."""

from celery import shared_task
from django.contrib.sessions.backends.db import SessionStore

from councilgov.accounts.monitoring import tell_monitoring
from councilgov.ledger.models import Seal


@shared_task
def mail_head() -> int:
    """Tell the Monitoring Officer the head of the ledger, once for each head. How many are told."""
    head = Seal.objects.head()
    if head is None:
        return 0
    return tell_monitoring(kind="ledger_head", cause=str(head.sequence), about=head)


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that ran out: nobody signs in with them, and they name who did."""
    SessionStore.clear_expired()
