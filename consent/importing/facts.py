"""What a row says of one way to reach somebody, as the permission that it proves and no more.

Whatever a page would refuse is refused here in the same words, at the cell that stands in the way.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.importing.columns import (
    ANSWER,
    ANSWERED_ON,
    ASKED_ON,
    ASKED_VIA,
    CHANNEL,
    ENDED,
    ENDED_ON,
    HANDLE,
    LAST,
    PREFERRED,
    PURPOSE,
    SHARED,
    SOURCE,
    TOLD,
    VERIFIED_HOW,
    VERIFIED_ON,
    WHO,
    WORDS,
    Ending,
    YesNo,
)
from consent.models import LIVE, USABLE, ContactPermission, PermissionStatus, Purpose, Source
from consent.permissions import NUMBER_IS_NO_PERMISSION, SAY_YES_TO_THAT
from consent.permitting.checks import check_asked_via, check_channel, normal_of
from councilgov.days import LONDON, day_in_words
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from consent.importing.finding import Known
    from consent.models import Channel
    from councilgov.imports.importables import Column, Row

S = PermissionStatus


def way_of(row: Row, known: Known) -> ContactPermission | None:
    """The permission that the row proves, not saved; None where it is of no channel or number.

    What is wrong with it stands in the row.
    """
    channel = _channel(row, known, CHANNEL)
    found = _normal(row, channel) if channel else None
    if channel is None or found is None:
        return None
    purpose = row.values.get(PURPOSE.name, Purpose.CONTACT)
    way = ContactPermission(councillor=known.councillor, channel=channel, purpose=purpose)
    way.handle, (way.normal, way.look) = row.values[HANDLE.name], found
    way.needs_permission = channel.needs_permission
    way.needs_verification = channel.needs_verification and purpose == Purpose.CONTACT
    _source(row, way)
    _asked(row, way, known)
    _answered(row, way)
    _checked(row, way)
    _ended(row, way)
    way.status = _standing(row, way, known.today)
    _in_touch(row, way)
    _preferred(row, way)
    way.count_from(known.council)
    if way.status in LIVE:
        _may_be_used(row, channel)
    return way


def need(row: Row, told: str, column: Column) -> None:
    """Say what is missing in a cell, unless something is there, and wrong."""
    if all(fault.column != column.name for fault in row.faults):
        row.refuse(told, column.name)


def _channel(row: Row, known: Known, column: Column) -> Channel | None:
    name = row.values.get(column.name)
    found = known.channel(name) if name else None
    if name and found is None:
        told = _(
            "The portal knows no channel of this name. See “Ways to reach people, and their "
            "rules”: you can name a new one there."
        )
        row.refuse(told, column.name)
    return found


def _may_be_used(row: Row, channel: Channel) -> None:
    try:
        check_channel(channel)
    except Refused as refusal:
        row.refuse(str(refusal), CHANNEL.name)


def _normal(row: Row, channel: Channel) -> tuple[str, str] | None:
    """The one form of the number or name, and its look."""
    handle = row.values.get(HANDLE.name)
    if handle is None:
        return None
    try:
        return normal_of(channel, handle)
    except Refused as refusal:
        row.refuse(str(refusal), HANDLE.name)
        return None


def _source(row: Row, way: ContactPermission) -> None:
    """That a councillor has a number is no permission to write to it (Barnet policy, 1.2)."""
    way.source = row.values.get(SOURCE.name, Source.GAVE_DETAILS)
    way.needs_verification = way.needs_verification or way.source == Source.HANDED_ON
    if way.purpose != Purpose.CONTACT:
        if way.source not in {Source.ASKED, Source.THEY_ASKED}:
            need(row, str(SAY_YES_TO_THAT), SOURCE)
    elif way.source == Source.GAVE_DETAILS and way.needs_permission:
        need(row, str(NUMBER_IS_NO_PERMISSION), SOURCE)


def _asked(row: Row, way: ContactPermission, known: Known) -> None:
    """When, how and in which words they were asked."""
    if way.source != Source.ASKED:
        return
    way.asked_on, way.asked_via = row.values.get(ASKED_ON.name), _channel(row, known, ASKED_VIA)
    way.words = row.values.get(WORDS.name, "")
    way.was_told_of_choice = row.values.get(TOLD.name) == YesNo.YES
    if way.asked_on:
        way.reply_until = way.asked_on + timedelta(days=known.council.reply_days)
    else:
        need(row, _("Enter the day on which you asked them."), ASKED_ON)
    try:
        check_asked_via(way.channel, way.asked_via, way.purpose)
    except Refused as refusal:
        row.refuse(str(refusal), ASKED_VIA.name)
    if not way.words:
        need(row, _("Enter what you asked."), WORDS)


def _said(row: Row, way: ContactPermission) -> str | None:
    """What they said: a yes is only taken for granted where they began."""
    said: str | None = row.values.get(ANSWER.name)
    if row.values.get(ENDED.name) == Ending.REFUSED:
        if said == YesNo.YES:
            row.refuse(_("They said yes, or they said no: correct one of the two."), ENDED.name)
        return YesNo.NO
    if way.source == Source.ASKED:
        return said
    if said == YesNo.NO:
        row.refuse(_("A no is the answer to a question: say that you asked them."), ANSWER.name)
    return YesNo.YES


def _answered(row: Row, way: ContactPermission) -> None:
    """What they answered and when: without an answer it is a question, and no permission."""
    said, on = _said(row, way), row.values.get(ANSWERED_ON.name)
    if said == YesNo.NO:
        on = on or row.values.get(ENDED_ON.name)
    if said is None:
        if on:
            need(row, _("Enter what they answered: yes or no."), ANSWER)
        return
    if on is None:
        told = _("Enter the day of their answer, or on which they wrote first or gave it to you.")
        need(row, told, ANSWERED_ON)
    elif way.asked_on and on < way.asked_on:
        row.refuse(_("They cannot have answered before you asked them."), ANSWERED_ON.name)
    way.answered_on = on


def _checked(row: Row, way: ContactPermission) -> None:
    """That it was made sure that it is them: when, how and by whom, or not at all."""
    facts = [(column, row.values.get(column.name)) for column in (VERIFIED_ON, VERIFIED_HOW, WHO)]
    if not any(fact for _column, fact in facts):
        return
    if way.purpose != Purpose.CONTACT:
        row.refuse(_("Only a way to contact them is checked. Leave this empty."), VERIFIED_ON.name)
    for column, fact in facts:
        if not fact:
            need(row, _("Enter when it was checked, how, and who it was, or none of it."), column)
    way.verified_on = row.values.get(VERIFIED_ON.name)
    if way.verified_on and way.answered_on and way.verified_on < way.answered_on:
        told = _("They agreed on %(day)s. Enter that day or a later one.")
        row.refuse(told % {"day": day_in_words(way.answered_on)}, VERIFIED_ON.name)
    way.verified_how = row.values.get(VERIFIED_HOW.name, "")
    way.who_answered = row.values.get(WHO.name, "")
    way.shared_why = row.values.get(SHARED.name, "")


def _ended(row: Row, way: ContactPermission) -> None:
    """That it is over, from the beginning of that day."""
    ending, on = row.values.get(ENDED.name), row.values.get(ENDED_ON.name)
    if ending is None and _is_no(row, way):
        ending, on = Ending.REFUSED, on or way.answered_on
    if ending is None:
        if on:
            need(row, _("Enter how it ended."), ENDED)
        return
    if on is None:
        need(row, _("Enter the day on which it ended."), ENDED_ON)
        return
    if (began := way.answered_on or way.asked_on) and on < began:
        row.refuse(_("It cannot have ended before it began."), ENDED_ON.name)
    way.ended_at = datetime.combine(on, time.min, tzinfo=LONDON)


def _is_no(row: Row, way: ContactPermission) -> bool:
    return way.source == Source.ASKED and row.values.get(ANSWER.name) == YesNo.NO


def _standing(row: Row, way: ContactPermission, today: date) -> str:
    """The status that the facts come to."""
    if ending := row.values.get(ENDED.name):
        return str(ending)
    if _is_no(row, way):
        return S.REFUSED
    if way.answered_on:
        return S.VERIFIED if way.verified_on else S.GRANTED
    if way.verified_on:
        need(row, _("Nothing is checked before they said yes. Enter their answer."), ANSWER)
    is_over = way.reply_until is not None and way.reply_until < today
    return S.NO_REPLY if is_over else S.ASKED


def _in_touch(row: Row, way: ContactPermission) -> None:
    """A contact that broke the rules shows nothing of who it is."""
    on = row.values.get(LAST.name)
    if on and way.needs_permission and (not way.answered_on or on < way.answered_on):
        told = _("They had not agreed to it by that day. Leave this empty.")
        row.refuse(told, LAST.name)
    way.last_contact_on = way.told_contact_on = on


def _preferred(row: Row, way: ContactPermission) -> None:
    way.is_preferred = row.values.get(PREFERRED.name) == YesNo.YES
    if way.is_preferred and (way.status not in USABLE or way.purpose != Purpose.CONTACT):
        told = _("Only a way that they agreed to can be the one they like best.")
        row.refuse(told, PREFERRED.name)
