"""Who has a part in what is handed over, and what was handed over before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breaches.models import Incident, Referral, ReferralStatus
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model


def recused(about: Model) -> Sequence[User]:
    """Whoever is noted in the record with a part: they read nothing of what is made of it."""
    if not isinstance(about, Incident):
        return []
    parts = about.involved.order_by().values("person")
    return list(User.objects.filter(pk__in=parts).order_by("pk"))


def sent_before(about: Model, words: str, subject: User | None, *, by: User) -> Referral | None:
    """The same, by the same officer, not closed yet: a second press, or the form sent again."""
    same = Referral.objects.of_record(about).filter(because=words, subject=subject, sent_by=by)
    return same.exclude(status=ReferralStatus.CLOSED).first()
