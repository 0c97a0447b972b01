"""An officer has posted a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.ledger.actions import record
from councilgov.offboarding.models import Letter, LetterKind, OffboardingCase
from councilgov.offboarding.posting.due import due_by_kind
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def note_letter(*, case: OffboardingCase, kind: LetterKind, by: User) -> Letter:
    """Members' services have posted what this case says. Raises ``Refused`` where it is not due."""
    case = OffboardingCase.objects.locked(case)
    if not due_by_kind()[kind].filter(pk=case.pk).exists():
        raise Refused(_("This letter is not due any more. Somebody may have posted it just now."))
    letter = Letter(
        case=case, kind=kind, last_day=case.last_day, posted_at=timezone.now(), posted_by=by
    )
    record(kind="offboarding.letter_posted", actor=by, subject=case, facts={"letter": str(kind)})
    return letter.keep(by=by, why="Posted")
