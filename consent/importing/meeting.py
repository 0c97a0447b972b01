"""What a row of a file means for the permission that is noted already: it adds what is newer.

A file may be old. So what stands in the portal is never weakened by one, and a no stays a no until
something that came after it is proved.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consent.importing.columns import ENDED, HANDLE, SOURCE
from consent.importing.refusing import check_handed_on, check_theirs
from consent.models import LIVE, USABLE, PermissionStatus, Source
from consent.permitting.peace import ASK_AGAIN_AFTER, check_after
from councilgov.days import day_in_words
from councilgov.deadlines import months_after
from councilgov.imports.importables import Outcome
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consent.importing.finding import Known
    from consent.models import ContactPermission
    from councilgov.imports.importables import Row

S = PermissionStatus
WHY = gettext_noop("Import")
NOT_THEIRS = frozenset({S.HANDLE_CHANGED, S.WRONG_PERSON})
UNANSWERED = frozenset({S.ASKED, S.NO_REPLY})
GOES_ON = LIVE | {S.NO_REPLY, S.DECLINED}
"""What somebody may still end by a no."""
OF_CHECK = ("verified_on", "verified_how", "who_answered", "shared_why")
FACTS = (
    *("handle", "look", "source", "needs_permission", "needs_verification"),
    *("asked_on", "asked_via", "words", "was_told_of_choice", "reply_until", "answered_on"),
    *(*OF_CHECK, "last_contact_on", "told_contact_on", "ended_at"),
)
FIELDS = (*FACTS, "begun_at", "status", "is_preferred", "stale_on", "test_word", "test_sent_at")
"""Every column that a row may change."""


def began_on(way: ContactPermission) -> date | None:
    """The day of what was said last: of the answer, or of the question that has none."""
    return way.answered_on or way.asked_on


def meet(
    row: Row, way: ContactPermission, found: ContactPermission | None, known: Known
) -> tuple[Outcome, ContactPermission]:
    """What becomes of a row, and the permission as it will stand then.

    ``found`` is the last one of the same person, channel, number and purpose. What stands in the
    way is said in the row.
    """
    if found is None or _is_after(way, found, NOT_THEIRS):
        return _new(row, way, known)
    try:
        is_changed = _met(way, found, known)
    except Refused as refusal:
        row.refuse(str(refusal), refusal.field or HANDLE.name)
        is_changed = False
    return (Outcome.UPDATE if is_changed else Outcome.UNCHANGED), found


def _is_after(way: ContactPermission, found: ContactPermission, ended: Iterable[str]) -> bool:
    """It came after what ended in this way."""
    began = began_on(way)
    return bool(found.status in ended and began and found.ended_on and began > found.ended_on)


def _met(way: ContactPermission, found: ContactPermission, known: Known) -> bool:
    """Whether anything changes. Raises ``Refused`` for what is older than a no."""
    if way.ended_at:
        return _end(way, found)
    if found.status in LIVE:
        return _add(way, found, known)
    return _begin_again(way, found, known)


def _end(way: ContactPermission, found: ContactPermission) -> bool:
    """What ended after it was agreed, or asked, is over; a no after a yes takes it back."""
    last = found.ended_on or began_on(found)
    is_newer = last is None or way.ended_on is None or way.ended_on >= last
    if found.status not in GOES_ON or found.status == way.status or not is_newer:
        return False
    is_no = way.status == S.REFUSED and found.status not in UNANSWERED
    _move(found, S.WITHDRAWN if is_no else way.status)
    found.ended_at = way.ended_at
    if found.status == S.REFUSED:
        answer_on = (day for day in (way.answered_on, found.asked_on) if day)
        found.answered_on = max(answer_on, default=None)
    return True


def _new(row: Row, way: ContactPermission, known: Known) -> tuple[Outcome, ContactPermission]:
    try:
        check_handed_on(way)
        check_theirs(way, known)
        _check_after_their_no(way, known)
    except Refused as refusal:
        row.refuse(str(refusal), refusal.field if refusal.field == HANDLE.name else SOURCE.name)
    else:
        _not_suppressed(row, way, known)
    return Outcome.CREATE, way


def _check_after_their_no(way: ContactPermission, known: Known) -> None:
    """Raises ``Refused`` for what is older than a no, and for asking soon after one."""
    if not way.ended_at and (began := began_on(way)):
        check_after(known.nos(way), way.source, began)


def _begin_again(way: ContactPermission, found: ContactPermission, known: Known) -> bool:
    """Under the same number or name, once what ended is older (1.2: "no undue pressure")."""
    if found.status == S.NO_REPLY:
        return _is_news(way, found) and _replace(way, found, known)
    if not _is_after(way, found, {found.status}):
        if found.status == S.DECLINED:
            return False
        told = _("You noted on %(day)s that it is over, and why. What your file says is older.")
        ended = found.ended_on
        raise Refused(
            told % {"day": day_in_words(ended) if ended else ""},
            field=ENDED.name,
        )
    return _replace(way, found, known)


def _is_news(way: ContactPermission, found: ContactPermission) -> bool:
    """An answer to what was asked, or what came after it; never an older question, nor what has no
    day.
    """
    began, asked_on = began_on(way) or date.min, found.asked_on or date.max
    return began >= asked_on if way.status in USABLE else began > asked_on


def _add(way: ContactPermission, found: ContactPermission, known: Known) -> bool:
    """What the file knows better: an answer, a later check or contact, what they like best."""
    if found.status == S.ASKED:
        return way.status in USABLE and _is_news(way, found) and _replace(way, found, known)
    is_checked = _is_later(way.verified_on, found.verified_on) and _is_since(way.verified_on, found)
    if is_checked:
        _take(way, found, OF_CHECK)
        _move(found, S.VERIFIED)
    is_heard = _is_later(way.last_contact_on, found.last_contact_on)
    if found.needs_permission:
        is_heard = is_heard and _is_since(way.last_contact_on, found)
    if is_heard:
        found.last_contact_on = found.told_contact_on = way.last_contact_on
    if is_checked or is_heard:
        found.count_from(known.council)
    is_liked = way.is_preferred and not found.is_preferred
    found.is_preferred = found.is_preferred or way.is_preferred
    return is_checked or is_heard or is_liked


def _is_since(day: date | None, found: ContactPermission) -> bool:
    """It shows something of what they agreed to: of the time before it shows nothing."""
    return bool(day and found.answered_on and day >= found.answered_on)


def _replace(way: ContactPermission, found: ContactPermission, known: Known) -> bool:
    """The same row with the facts of the file: begun anew, or with the answer to what was asked.

    Raises ``Refused`` for what a page would refuse there.
    """
    if found.status not in UNANSWERED or way.asked_on != found.asked_on:
        _check_after_their_no(way, known)
    check_handed_on(way)
    check_theirs(way, known)
    found.forget_the_last_time()
    found.stand_at(way.status)
    _take(way, found, FACTS)
    found.stale_on = way.stale_on
    found.is_preferred = way.is_preferred
    return True


def _take(way: ContactPermission, found: ContactPermission, names: Iterable[str]) -> None:
    for name in names:
        setattr(found, name, getattr(way, name))


def _move(found: ContactPermission, to: str) -> None:
    """Along the table of moves. Raises ``Refused``."""
    found.check_move(to, WHY)
    found.stand_at(to)


def _is_later(day: date | None, before: date | None) -> bool:
    return bool(day and (before is None or day > before))


def _not_suppressed(row: Row, way: ContactPermission, known: Known) -> None:
    """Who said no, and was deleted since, is not brought back by an old file."""
    until = known.suppressed_until(way)
    if until is None or way.ended_at or not (began := began_on(way)):
        return
    is_older = months_after(began, ASK_AGAIN_AFTER) <= until
    asked_too_soon = way.source == Source.ASKED and way.asked_on and way.asked_on < until
    if is_older or asked_too_soon:
        told = _(
            "Somebody under this number or name said no, or took it back. Do not ask again before "
            "%(day)s, unless they ask you themselves."
        )
        row.refuse(told % {"day": day_in_words(until)}, SOURCE.name)
