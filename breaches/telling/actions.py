"""The people whom a breach concerns are told, each by name, or in public where that is allowed.

"When the personal data breach is likely to result in a high risk ... the controller shall
communicate [it] to the data subject without undue delay" (UK GDPR Article 34(1)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from breaches.log import prove, write
from breaches.models import (
    TELLING,
    Assessment,
    Exemption,
    IncidentStep,
    Letter,
    People,
    PublicNotice,
    Recipient,
    Way,
    way_of,
)
from breaches.notifying.actions import check_may_tell
from breaches.triaging.checks import check_reason
from councilgov.days import today
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from consent.models import ContactPermission
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


def _held(assessment: Assessment, by: User) -> Assessment:
    """Held, for who tells the people of this controller."""
    row = Assessment.objects.held(assessment)
    check_may_tell(row, by)
    return row


def _check_required(row: Assessment) -> None:
    """Raise ``Refused`` unless it was decided that the people are told."""
    if row.people not in {People.REQUIRED, People.SENT}:
        told = _("It is not decided that the people are told. Decide on that first.")
        raise Refused(told, way=row.incident.own_page)


@transaction.atomic
def word_letter(*, assessment: Assessment, by: User, **words: str) -> Letter:
    """What all of them are told: what happened, what may come of it, what is done, what they can
    do, and whom to ask (Article 34(2)). Raises ``Refused`` while it is not decided that they are.
    """
    row = _held(assessment, by)
    _check_required(row)
    letter = Letter.objects.filter(assessment=row).first() or Letter(assessment=row)
    for name, text in words.items():
        setattr(letter, name, check_reason(text, field=name))
    letter.worded_at, letter.worded_by = timezone.now(), by
    letter.keep(by=by, why="Worded")
    prove(row.incident, "letter_worded", by=by, facts={"assessment": row.pk}, names=words)
    return letter


@transaction.atomic
def add_recipient(
    *, assessment: Assessment, full_name: str, how: str, where: str, by: User
) -> Recipient:
    """Somebody is to be told, by name and by where they are reached, as it was typed. Raises
    ``Refused`` for who is on the list already, without a name, and without an address or a number
    unless they are told in person.
    """
    row = _held(assessment, by)
    _check_required(row)
    name, place = " ".join(full_name.split()), where.strip()
    if not name:
        raise Refused(_("Enter their name."), field="full_name")
    if not place and how != Way.IN_PERSON:
        raise Refused(str(MISSING[Way(how)]), field="where")
    if row.recipients.filter(full_name=name, where=place).exists():
        raise Refused(_("They are on the list already."), field="full_name")
    added = Recipient(assessment=row, full_name=name, way=how, where=place)
    return _added(added, row, by=by)


MISSING = {
    Way.LETTER: _lazy("Enter the address for the letter"),
    Way.EMAIL: _lazy("Enter their email address"),
    Way.PHONE: _lazy("Enter their telephone number"),
    Way.MESSAGE: _lazy("Enter the number for the message"),
}


@transaction.atomic
def add_contacts(
    *,
    assessment: Assessment,
    ways: Sequence[ContactPermission],
    by: User,
    knows_unchecked: bool = False,
) -> list[Recipient]:
    """A councillor puts people whom they are in touch with on the list of their own part, each by
    one way to reach them. Whoever is still to be told is told by the way that was chosen last.

    Raises ``Refused`` for anybody else, for people of another councillor, for one person by two
    ways, and for a way that is not checked unless they know that.
    """
    row = _held(assessment, by)
    _check_required(row)
    if by.pk != row.councillor_id:
        raise Refused(_("Only the councillor knows whom they are in touch with."))
    _check_ways(ways, by, knows_unchecked=knows_unchecked)
    known = {
        one.permission.constituent_id: one
        for one in row.recipients.with_row()
        if one.permission is not None
    }
    return [
        _by_way(way, row, known.get(way.constituent_id), by=by)
        for way in ways
        if _is_new(way, known.get(way.constituent_id))
    ]


def _check_ways(ways: Sequence[ContactPermission], by: User, *, knows_unchecked: bool) -> None:
    people = set()
    for way in ways:
        if way.councillor_id != by.pk:
            raise Refused(_("This person is not one of yours."), field="ways")
        if way.constituent_id in people:
            told = _("%(name)s is chosen twice. Choose one way for each person.")
            raise Refused(told % {"name": way.constituent.full_name}, field="ways")
        people.add(way.constituent_id)
    unchecked = [way for way in ways if not way.is_usable(today())]
    if unchecked and not knows_unchecked:
        told = _("Nobody has checked how %(names)s is reached. Choose another way, or tick this.")
        names = ", ".join(way.constituent.full_name for way in unchecked)
        raise Refused(told % {"names": names}, field="knows_unchecked")


def _is_new(way: ContactPermission, there: Recipient | None) -> bool:
    """They are not on the list, or still to be told by another way."""
    return there is None or (there.permission_id != way.pk and not there.is_settled)


def _by_way(
    way: ContactPermission, row: Assessment, there: Recipient | None, *, by: User
) -> Recipient:
    if there is None:
        new = Recipient(assessment=row, permission=way, way=way_of(way))
        return _added(new, row, by=by)
    there.permission, there.way = way, way_of(way)
    return there.keep(by=by, why="Another way")


def _added(recipient: Recipient, row: Assessment, *, by: User) -> Recipient:
    """Evidence says that somebody was added, and not who."""
    recipient.added_at, recipient.added_by = timezone.now(), by
    recipient.keep(by=by, why="To be told")
    facts: dict[str, JSON] = {"assessment": row.pk, "recipient": recipient.pk}
    prove(row.incident, "recipient_added", by=by, facts=facts)
    return recipient


def _settling(recipient: Recipient, by: User) -> tuple[Assessment, Recipient]:
    """Both held, the incident first. Raises ``Refused`` for whom this person does not see."""
    row = _held(recipient.assessment, by)
    seen = Recipient.objects.visible_to(by, row).filter(pk=recipient.pk)
    if not seen.exists():
        raise Refused(_("They are on the list of the councillor, who tells them."))
    return row, Recipient.objects.locked(recipient)


def _check_open(recipient: Recipient) -> None:
    if recipient.is_settled:
        raise Refused(_("That is recorded already."))


@transaction.atomic
def mark_told(*, recipient: Recipient, told_how: str, told_at: datetime, by: User) -> Recipient:
    """Somebody was told. A message that asks them to ring tells them nothing: they are told when
    they do. That their number was not checked for long stops nothing.

    Raises ``Refused`` for a moment ahead or before it was noticed, and for who is told already.
    """
    row, one = _settling(recipient, by)
    _check_open(one)
    if told_how not in TELLING:
        raise Refused(_("Choose how they learnt of it."), field="told_how")
    if told_at > timezone.now():
        raise Refused(_("The time must be in the past."), field="told_at")
    if told_at < row.incident.noticed_at:
        told = _("They can’t have been told before it was noticed. Check both times.")
        raise Refused(told, field="told_at")
    one.told_at, one.told_how, one.told_by = told_at, told_how, by
    one.keep(by=by, why="Told")
    facts: dict[str, JSON] = {
        "assessment": row.pk,
        "recipient": one.pk,
        "how": str(told_how),
        "told_at": told_at.isoformat(),
        "was_stale": one.is_stale,
    }
    prove(row.incident, "person_told", by=by, facts=facts)
    return _let_go(one, row, by=by)


def _let_go(one: Recipient, row: Assessment, *, by: User) -> Recipient:
    """Whose contact is gone stood here by name for this alone."""
    return _forgotten(one, row, by=by) if one.copied_at else one


@transaction.atomic
def spare(*, recipient: Recipient, reason: str, by: User) -> Recipient:
    """Somebody is not told, for a reason: nobody knows where they are, or they died. Raises
    ``Refused`` without one, and for who is told already.
    """
    row, one = _settling(recipient, by)
    _check_open(one)
    one.spared_at, one.spared_because = timezone.now(), check_reason(reason)
    one.keep(by=by, why="Not told")
    facts: dict[str, JSON] = {"assessment": row.pk, "recipient": one.pk}
    names = {"because": one.spared_because}
    prove(row.incident, "person_not_told", by=by, facts=facts, names=names)
    return _let_go(one, row, by=by)


@transaction.atomic
def forget(*, recipient: Recipient, by: User) -> Recipient:
    """Name and address are erased, here and in what was kept of every change; that somebody was
    told, when and how, stays. Raises ``Refused`` for who is still to be told.
    """
    row, one = _settling(recipient, by)
    if not one.is_settled:
        raise Refused(_("They are still to be told. Tell them first, or say why not."))
    return _forgotten(one, row, by=by)


def _forgotten(one: Recipient, row: Assessment, *, by: User) -> Recipient:
    """In what was kept of every change too, and as evidence."""
    one.forget(timezone.now())
    one.keep(by=by, why="Erased")
    Recipient.history.filter(id=one.pk).update(
        full_name="", where="", spared_because=one.spared_because, permission=None, copied_at=None
    )
    one.assessment = row
    Recipient.erase_reasons([one], by=by)
    facts: dict[str, JSON] = {"assessment": row.pk, "recipient": one.pk}
    prove(row.incident, "recipient_erased", by=by, facts=facts)
    return one


@transaction.atomic
def publish(
    *, assessment: Assessment, text: str, place: str, published_at: datetime, by: User
) -> PublicNotice:
    """It was made public, where telling each would be out of proportion (Article 34(3)(c)).

    Raises ``Refused`` unless that is what was decided, for a moment ahead, and for a second one.
    """
    row = _held(assessment, by)
    if row.exemption != Exemption.EFFORT:
        told = _("Decide first that it is made public, because telling each is out of proportion.")
        raise Refused(told, way=row.incident.own_page)
    if PublicNotice.objects.filter(assessment=row).exists():
        raise Refused(_("That is recorded already."))
    if published_at > timezone.now():
        raise Refused(_("The time must be in the past."), field="published_at")
    notice = PublicNotice(assessment=row, published_at=published_at)
    notice.text, notice.place = check_reason(text, field="text"), check_reason(place, field="place")
    notice.entered_at, notice.entered_by = timezone.now(), by
    notice.keep(by=by, why="Made public")
    words = f"{row.named_controller}. {notice.place}"
    write(row.incident, IncidentStep.PUBLIC, by=by, words=words, at=published_at, part=row)
    names = {"text": notice.text, "place": notice.place}
    prove(row.incident, "made_public", by=by, facts={"assessment": row.pk}, names=names)
    return notice


@transaction.atomic
def finish_telling(*, assessment: Assessment, by: User) -> Assessment:
    """All are told, but for those who are left out for a reason: how many stands in the case.

    Raises ``Refused`` while somebody is still to be told, and for an empty list.
    """
    row = _held(assessment, by)
    row.check_people(People.SENT)
    told, spared = row.recipients.told().count(), row.recipients.spared().count()
    if row.recipients.to_tell().exists():
        raise Refused(_("Somebody is still to be told. Tell them first, or say why not."))
    if not told + spared:
        raise Refused(_("Nobody is on the list. Add who is to be told."))
    row.people = People.SENT
    row.keep(by=by, why="People told")
    count = _("%(told)s told, %(spared)s not told for a reason") % {"told": told, "spared": spared}
    words = f"{row.named_controller}. {count}"
    write(row.incident, IncidentStep.PEOPLE_TOLD, by=by, words=words, part=row)
    facts: dict[str, JSON] = {"assessment": row.pk, "told": told, "not_told": spared}
    prove(row.incident, "people_told", by=by, facts=facts)
    return row
