"""The evidence that everything is done for somebody who left, and how they get their receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.ledger.certificates import issue as certificate_for
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice, State
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.offboarding.receipting.lines import lines_of

if TYPE_CHECKING:
    from councilgov.ledger.models import Certificate
    from councilgov.offboarding.cases import CaseQuerySet
    from councilgov.people.models import User

RECEIPT = "leaving_receipt"


def certify(case: OffboardingCase, *, by: User | None) -> Certificate:
    """Everything is done, or they are in office again, which is evidence; what it says is made of
    the facts of this moment.
    """
    assert case.ended_at is not None  # noqa: S101  # only of what has ended
    entry = record(
        kind=f"offboarding.{case.status}",
        actor=by,
        subject=case,
        facts={
            "councillor": case.councillor_id,
            "last_day": case.last_day.isoformat(),
            "ended_at" if case.is_back else "completed_at": case.ended_at.isoformat(),
        },
    )
    return certificate_for(
        entry=entry, statement=lines_of(case), title=_("Receipt for leaving office")
    )


def send_receipt(case: OffboardingCase, certificate: Certificate) -> None:
    """To the address that they gave: their mailbox is closed by now, and so is the portal. Whoever
    gave none gets a letter (``by_letter``). Of somebody who died it is kept for their family.
    """
    if not case.is_of_the_dead and case.private_address:
        where, code = case.private_address, certificate.code
        tell(kind=RECEIPT, to=case.councillor, cause=code, about=case, address=where)


def by_letter() -> CaseQuerySet:
    """Those who left, live, and have no receipt by mail: none was sent, nor is on its way."""
    label = OffboardingCase._meta.label_lower
    name = Concat(Value(f"{label}:"), Cast(OuterRef("pk"), TextField()), output_field=TextField())
    mailed = Notice.objects.filter(
        kind=RECEIPT, about=name, state__in=[State.QUEUED, State.SENDING, State.SENT]
    )
    done = OffboardingCase.objects.filter(status=CaseStatus.COMPLETED).of_the_living()
    return done.filter(~Exists(mailed))
