"""Who may do what with a question, and what stands in the way, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.advice import teams_of
from councilgov.days import moment_in_words
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.models import AdviceRequest
    from councilgov.people.models import User


class SentBefore(Refused):
    """The same form was sent before, in other words: these can be asked as well."""


def may_advise(asked: AdviceRequest, user: User) -> bool:
    """Whether this officer is of the team that answers it, and did not ask it."""
    return asked.asker_id != user.pk and asked.team in teams_of(user)


def check_advises(asked: AdviceRequest, by: User) -> None:
    """Raise ``Refused`` for who is not of the team, and for who asked: nobody answers their own."""
    if by.pk == asked.asker_id:
        told = _("You asked this yourself, so somebody else answers it.")
        raise Refused(told, way=asked.own_page)
    if not may_advise(asked, by):
        raise Refused(_("Only the team that it was sent to can do this."))


def check_asked(asked: AdviceRequest, by: User) -> None:
    """Raise ``Refused`` for anybody but whoever asked it."""
    if by.pk != asked.asker_id:
        raise Refused(_("Only whoever asked this can do it."))


def refusal_of_sent(asked: AdviceRequest, *, is_same: bool) -> Refused:
    """Nothing of what was sent changes any more: it can’t be kept for later, nor reworded."""
    told = _("%(row)s was sent at %(moment)s. It can’t be saved for later any more.")
    if not is_same:
        told = _(
            "%(row)s was sent at %(moment)s, in other words. These were not sent. To ask this as "
            "well, send it once more."
        )
    sent: datetime = asked.submitted_at or asked.saved_at
    told %= {"row": asked, "moment": moment_in_words(sent)}
    return Refused(told, way=asked.own_page) if is_same else SentBefore(told, way=asked.own_page)


def check_words(words: str) -> str:
    """What was written. Raises ``Refused`` for nothing."""
    told = words.strip()
    if not told:
        raise Refused(_("Write a few words."), field="words")
    return told
