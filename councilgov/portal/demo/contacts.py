"""Invented people whom a councillor is in touch with: one in every standing that there is.

Their numbers are those that Ofcom keeps for drama, their addresses those that nobody can have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consent.adding.actions import add_person
from consent.channelling.actions import forbid, leave_channel, propose_channel
from consent.contacting.actions import log_contact
from consent.disclosing.actions import read_shared, share_person
from consent.disclosing.rules import USUALLY
from consent.models import (
    ActsFor,
    Channel,
    ChannelKind,
    Constituent,
    DeviceUsed,
    Direction,
    Identifier,
    Official,
    SharedFor,
    Source,
    Topic,
    Verification,
)
from consent.permitting import actions
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.models import ContactPermission
    from councilgov.people.models import User

WORDS = "May I write to you in this way? You can say no, and change your mind at any time."
OTHER = 4
"""Place of the councillor who names a channel in the list of all."""
LONG_AGO, STALE, LATELY, YESTERDAY = 195, 190, 40, 1


def build_contacts(councillors: Sequence[User]) -> None:
    """The first councillor has some contacts; another one named a channel that is to be judged."""
    by = councillors[0]
    with days_ago(LONG_AGO):
        forbid(
            channel=_channel("Telegram"),
            reason="Its messages are not encrypted unless both ask for it. Use Signal.",
            by=officer("information"),
        )
    with days_ago(STALE):
        _checked_long_ago(by)
    with days_ago(LATELY):
        actions.close_without_reply()
        _checked_lately(by)
        _over(by)
        leave_channel(channel=_channel("Snapchat"), by=by)
    with days_ago(YESTERDAY):
        _begun(by)
        _in_touch(by)
        _shared(by)
        propose_channel(
            name="Wave",
            kind=ChannelKind.INSTANT,
            identifier=Identifier.HANDLE,
            by=councillors[OTHER],
        )


def _checked_long_ago(by: User) -> None:
    """Checked, and not heard of for more than six months; and a question without an answer."""
    petra = _person("Petra Quillfeather", by)
    _verified(petra, "WhatsApp", "07700 900142", "Petra, by her voice")
    ivo = _person("Ivo Marchbanks", by, capacity=Capacity.COUNCIL)
    _reached(ivo, "Telephone", "01632 960017")
    _asked(ivo, "Signal", "07700 900318")


def _checked_lately(by: User) -> None:
    """All is well with these; two of them share a telephone."""
    joan = _person("Joan Tanglewood", by)
    row = _verified(joan, "Text message", "07700 900561", "Joan, who came to the surgery")
    actions.prefer(permission=row, by=by)
    _reached(joan, "Email", "joan.tanglewood@example.com")
    bert = _person("Bert Tanglewood", by)
    shared = _granted(bert, "Text message", "07700 900561")
    _check(shared, "Bert, with Joan", shared_why="They are married and share a telephone")
    _verified(_person("Uma Hollyoak", by), "Zoom", "uma@example.com", "Uma, whom I saw")


def _over(by: User) -> None:
    """Refused, taken back, declined, changed, and somebody else’s."""
    wes = _person("Wes Larkspur", by)
    _reached(wes, "Letter", "9 Thimble Row, Barchester BX3 4QT")
    asked = _asked(wes, "WhatsApp", "07700 900774")
    actions.answered(permission=asked, agreed=False, on=today(), by=by)
    dot = _person("Dot Penhallow", by)
    actions.withdraw(permission=_granted(dot, "Facebook Messenger", "dot.penhallow"), by=by)
    _check(_reached(dot, "Telephone", "01632 960058"), "Dot, who came to the surgery")
    actions.decline(permission=_granted(dot, "Instagram message", "dotpenhallow"), by=by)
    ned = _person("Ned Fothergill", by, capacity=Capacity.OUTSIDE_BODY)
    old = _verified(ned, "WhatsApp", "07700 900625", "Ned, by his voice")
    actions.change_handle(permission=old, handle="07700 900629", by=by)
    actions.mark_wrong_person(permission=_granted(ned, "Signal", "07700 900626"), by=by)


def _begun(by: User) -> None:
    """Asked, agreed, and waiting for a call; one name looks like another’s."""
    _asked(_person("Cass Merriweather", by), "WhatsApp", "07700 900833")
    lil = _person("Lil Roundtree", by)
    _granted(lil, "X direct message", "lil.roundtree")
    _granted(_person("Lil Round", by), "X direct message", "lilroundtree")
    waiting = _granted(lil, "Text message", "07700 900902")
    actions.record_test(permission=waiting, by=by)


def _in_touch(by: User) -> None:
    """One as it should be; one that was to be checked first, and is to be moved to the council."""
    joan, petra = (by.constituents.get(full_name__startswith=name) for name in ("Joan", "Petra"))
    phone = Device.objects.usable_by(by).get(kind__name="Mobile phone", ownership="council")
    with_phone: dict[str, Any] = {
        "device_used": DeviceUsed.COUNCIL,
        "device": phone,
        "by": by,
        "channel": None,
    }
    log_contact(
        person=joan,
        permission=joan.permissions.get(is_preferred=True),
        direction=Direction.MINE,
        is_two_way=True,
        happened_on=today(),
        topic=Topic.HOUSING,
        **with_phone,
    )
    log_contact(
        person=petra,
        permission=petra.permissions.get(),
        direction=Direction.THEIRS,
        is_two_way=True,
        happened_on=today(),
        topic=Topic.STREETS,
        official=Official.TO_MOVE,
        **with_phone,
    )


def _shared(by: User) -> None:
    """One is shared with an officer, who has read it."""
    helper = officer("services")
    joan = Constituent.objects.get(councillor=by, full_name="Joan Tanglewood")
    about: dict[str, Any] = {"purpose": SharedFor.CASE, "until": today() + USUALLY}
    helping = {"role": Role.MEMBERS_SERVICES, "acts_for": ActsFor.OWNER}
    words = "Ring her about the repair of the roof"
    share = share_person(person=joan, reader=helper, words=words, by=by, **about | helping)
    read_shared(share=share, by=helper)


def _channel(name: str) -> Channel:
    return Channel.objects.get(name=name)


def _person(full_name: str, by: User, *, capacity: str = Capacity.WARD) -> Constituent:
    return add_person(full_name=full_name, capacity=capacity, by=by)


def _begin(person: Constituent, channel: str, handle: str, source: str) -> ContactPermission:
    return actions.begin(
        person=person,
        channel=_channel(channel),
        handle=handle,
        source=source,
        on=today(),
        by=person.councillor,
    )


def _granted(person: Constituent, channel: str, handle: str) -> ContactPermission:
    """They wrote first."""
    return _begin(person, channel, handle, Source.WROTE_FIRST)


def _reached(person: Constituent, channel: str, handle: str) -> ContactPermission:
    """They gave it, to be rung or written to."""
    return _begin(person, channel, handle, Source.GAVE_DETAILS)


def _asked(person: Constituent, channel: str, handle: str) -> ContactPermission:
    return actions.ask(
        person=person,
        channel=_channel(channel),
        handle=handle,
        asked_via=_channel("Telephone"),
        asked_on=today(),
        words=WORDS,
        was_told_of_choice=True,
        by=person.councillor,
    )


def _verified(person: Constituent, channel: str, handle: str, who: str) -> ContactPermission:
    return _check(_granted(person, channel, handle), who)


def _check(row: ContactPermission, who: str, **why: Any) -> ContactPermission:
    """It was made sure of on the spot."""
    how = Verification.ON_VIDEO if row.channel.is_by_sight else Verification.IN_PERSON
    by = row.constituent.councillor
    return actions.verify(permission=row, how=how, who_answered=who, on=today(), by=by, **why)
