"""Messages at the end of a term: none names anybody, and none goes to somebody who has died."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.counting.figures import in_words
from consent.leaving.reminding import COUNCIL_TO_GO, TO_DECIDE, told_elsewhere
from consent.leaving.rules import council_to_go, to_choose_of, undecided
from consent.leaving.telling import TAKE_AGAIN, TO_LAPSE
from consent.models import Leaving, Parting, PartingStatus
from councilgov.access import Right
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def _about(notice: Notice) -> Leaving | None:
    """That which still runs; None for who has died."""
    _label, _colon, pk = notice.about.partition(":")
    row = Leaving.objects.visible_to(notice.to).with_row().filter(pk=pk).first()
    return None if row is None or row.is_of_the_dead else row


def is_to_decide(notice: Notice) -> bool:
    """Something is left to choose, they have not been too late for it, and nothing else tells them
    of it by now.
    """
    row = _about(notice)
    if row is None or row.is_sealed or told_elsewhere([notice.to_id]):
        return False
    return undecided(to_choose_of(row)).exists()


def is_sealed(notice: Notice) -> bool:
    row = _about(notice)
    return bool(row and row.is_sealed and row.deletes_on)


def is_running(notice: Notice) -> bool:
    return _about(notice) is not None


def count_and_link(notice: Notice) -> Mapping[str, object]:
    row = _about(notice)
    count = undecided(to_choose_of(row)).count() if row else 0
    return {"count": count, "link": site("consent:leaving")}


def waits_for_file(notice: Notice) -> bool:
    return _to_take(notice) > 0


def files_and_link(notice: Notice) -> Mapping[str, object]:
    return {"count": _to_take(notice), "link": site("consent:leaving")}


def _to_take(notice: Notice) -> int:
    """How many they asked to have in a file that they have not taken."""
    found = Parting.objects.visible_to(notice.to).filter(status=PartingStatus.TO_RETURN)
    return found.filter(returned_at=None).count()


def is_theirs_to_hold(notice: Notice) -> bool:
    return notice.to.has_perm(Right.HOLD_RECORDS) and council_to_go().exists()


def council_count_and_link(_notice: Notice) -> Mapping[str, object]:
    return {"count": in_words(council_to_go().count()), "link": site("consent:hold_records")}


def is_offered(notice: Notice) -> bool:
    """They are in office, and nobody has answered for them."""
    return Parting.objects.offered_to(notice.to).exists()


def to_offers(notice: Notice) -> Mapping[str, object]:
    count = Parting.objects.offered_to(notice.to).count()
    return {"count": count, "link": site("consent:offers")}


KINDS = [
    NoticeKind(
        name=TO_DECIDE,
        urgency=Urgency.DIGEST,
        rule=_("Whoever leaves office says what becomes of the people whom they noted."),
        next=_(
            "Without an answer the records are sealed 10 working days after the last day, and "
            "deleted later. We tell you twice before, if we can reach you."
        ),
        still_true=is_to_decide,
        context=count_and_link,
    ),
    NoticeKind(
        name=TO_LAPSE,
        urgency=Urgency.NOW,
        rule=_("Sealed records are deleted when their time is over."),
        next=_("They are deleted on their day. Ring us to have them deleted before."),
        still_true=is_sealed,
        context=count_and_link,
    ),
    NoticeKind(
        name=TAKE_AGAIN,
        urgency=Urgency.NOW,
        rule=_("Nothing is deleted that is not in the file which you asked for."),
        next=_("They are deleted once you have taken the file again and said that you have it."),
        still_true=waits_for_file,
        context=files_and_link,
    ),
    NoticeKind(
        name=COUNCIL_TO_GO,
        urgency=Urgency.DIGEST,
        rule=_("Contacts are kept no longer than they are needed."),
        next=_("They are deleted on their day, unless a request or a case keeps them."),
        still_true=is_theirs_to_hold,
        context=council_count_and_link,
    ),
    NoticeKind(
        name="contacts_offered",
        urgency=Urgency.NOW,
        rule=_("Whoever leaves office may hand people of the ward to another councillor of it."),
        next=_("You say whether you take over. Nobody has to."),
        still_true=is_offered,
        context=to_offers,
    ),
    NoticeKind(
        name="contacts_declined",
        urgency=Urgency.NOW,
        rule=_("Nobody is handed over to a councillor who does not or may not take over."),
        next=_("Choose again for them. The page shows what you can choose today."),
        still_true=is_running,
        context=count_and_link,
    ),
]
