"""Clockwork of the ledger."""

from celery import shared_task

from councilgov.ledger import actions

BATCH = 2_000
"""Entries in one transaction of the sealer: less than a second."""


@shared_task
def seal() -> int:
    """Chain every entry that is not chained yet; how many. Late, repeated or racing: no harm."""
    sealed = 0
    while batch := actions.seal(limit=BATCH):
        sealed += batch
    return sealed
