"""What the portal knows already, so that nobody looks it up under the clock. It may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.models import IncidentStep, PackAnswer, People
from councilgov.access import Role
from councilgov.capacity import Controller
from councilgov.days import day_in_words, deadline_in_words, in_london, moment_in_words
from councilgov.people.models import Council, User
from devices.models import LockState
from policies.models import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from breaches.models import Assessment
    from devices.models import Device, Loss

STANDING = ("registration", "address", "contact")
"""What is the same in every report of a controller: taken from the last one."""


def known_of(row: Assessment) -> Mapping[str, str]:
    """The answers that the portal can give itself, by the slug of their question."""
    found = {
        **_moments(row),
        "report_kind": _report_kind(row),
        "what": row.incident.happened,
        "kinds": row.incident.data_told,
        "training": _("Not recorded in this portal"),
        "before": "\n".join(_before(row)),
        "taken": "\n".join(_taken(row)),
        "told": _told(row),
        "others_told": "\n".join(_police(row)),
        **_about(row),
        **_as_last_time(row),
    }
    return {slug: words for slug, words in found.items() if words}


def _moments(row: Assessment) -> dict[str, str]:
    at = row.incident.occurred_at
    return {
        "occurred": deadline_in_words(at) if at else "",
        "noticed": deadline_in_words(row.incident.noticed_at),
        "aware": deadline_in_words(row.aware_at),
    }


def _report_kind(row: Assessment) -> str:
    """The first one, or which it follows, with the regulator's own reference if it gave one."""
    told = list(row.notifications.all())
    if not told:
        return _("First report")
    reference = row.regulator_reference
    words = _("More to the report of %(moment)s") % {"moment": deadline_in_words(told[0].told_at)}
    return f"{words} ({reference})" if reference else words


def _before(row: Assessment) -> Iterator[str]:
    """What the councillor had signed when it happened, and how the device was kept."""
    person = row.councillor or _owner(row)
    if person:
        yield from signed_by(person, row.incident.occurred_at or row.incident.noticed_at)
    loss = row.incident.loss
    device = loss.device if loss else row.incident.device
    if device:
        yield _device(device, loss)


def _owner(row: Assessment) -> User | None:
    """In whose work it happened, if that is known: who reported it, unless somebody else is. Their
    term may be over since.
    """
    part = row.incident.involved.filter(part="owner").select_related("person").first()
    found = part.person if part else row.incident.reported_by
    if found is None or not row.incident.who_may_answer().filter(pk=found.pk).exists():
        return None
    return found


def signed_by(person: User, moment: datetime) -> Iterator[str]:
    """Each policy that they had signed by then, the last version of each, with its day."""
    rows = Acknowledgement.objects.signed().filter(councillor=person).with_version()
    last: dict[int, tuple[str, date]] = {}
    for one in rows.with_recorded().order_by("signed_at"):
        day = one.signed_on
        if day and not _is_later(one, moment):
            last[one.version.policy_id] = (str(one.version), day)
    if not last:
        yield _("The councillor had signed no policy of the council by then.")
    for version, day in last.values():
        told = {"version": version, "day": day_in_words(day)}
        yield _("The councillor had signed %(version)s on %(day)s.") % told


def _is_later(one: Acknowledgement, moment: datetime) -> bool:
    """Signed after the moment; on paper, on a later day."""
    if one.is_recorded:
        return bool(one.signed_on and one.signed_on > in_london(moment))
    return bool(one.signed_at and one.signed_at > moment)


def _device(device: Device, loss: Loss | None) -> str:
    """Make and kind, and whether it was locked. Encryption stands in no register of ours."""
    model = " ".join(part for part in (device.make, device.model) if part)
    told = {"kind": device.kind.name, "model": model}
    words = _("Device: %(kind)s, %(model)s.") % told
    if loss and loss.lock_state != LockState.UNKNOWN:
        words = f"{words} {loss.get_lock_state_display()}."
    return words + " " + _("Whether it was encrypted is not recorded in this portal.")


def _taken(row: Assessment) -> Iterator[str]:
    """How it was contained, and what became of a lost device."""
    contained = row.incident.events.filter(what=IncidentStep.CONTAINED).last()
    if contained:
        yield contained.words
    loss = row.incident.loss
    if loss is None:
        return
    for words, at in (
        (_("The device was told to lock at %(moment)s."), loss.lock_asked_at),
        (_("The lock was confirmed at %(moment)s."), loss.locked_at),
        (_("A wipe was asked for at %(moment)s."), loss.wipe_asked_at),
        (_("The wipe was confirmed at %(moment)s."), loss.wiped_at),
    ):
        if at:
            yield words % {"moment": moment_in_words(at)}


def _told(row: Assessment) -> str:
    if row.people == People.UNDECIDED:
        return ""
    words = str(row.get_people_display())
    if row.people == People.NOT_REQUIRED:
        return f"{words}: {row.get_exemption_display()}"
    count = {"told": row.recipients.told().count(), "all": row.recipients.count()}
    return words + ". " + _("%(told)s of %(all)s have been told so far.") % count


def _police(row: Assessment) -> Iterator[str]:
    loss = row.incident.loss
    for one in loss.police_references.all() if loss else ():
        yield _("Police: %(reference)s") % {"reference": one}


def _about(row: Assessment) -> dict[str, str]:
    council = Council.objects.the()
    found = {
        "controller": row.named_controller,
        "address": council.address,
        "sender": row.incident.handler.full_name if row.incident.handler else "",
    }
    if row.controller == Controller.COUNCIL:
        return found | {"controller": council.name, "contact": _officer(council)}
    person = row.councillor
    if person is None:
        return found
    reach = [person.full_name, person.email, person.phone]
    named = _("Councillor %(name)s") % {"name": person.full_name}
    contact = ", ".join(part for part in reach if part)
    return found | {"controller": named, "sender": person.full_name, "contact": contact}


def _officer(council: Council) -> str:
    """The Data Protection Officer; while there is none, the team."""
    officer = User.objects.holding(Role.DATA_PROTECTION_OFFICER).order_by("pk").first()
    if officer is None:
        return f"{council.information_team_email}, {council.information_team_phone}"
    told = {"name": officer.full_name, "email": officer.email}
    words = _("%(name)s, Data Protection Officer, %(email)s") % told
    return f"{words}, {officer.phone or council.information_team_phone}"


def _as_last_time(row: Assessment) -> dict[str, str]:
    """What this controller wrote about themselves in their last report."""
    others = PackAnswer.objects.filter(
        question__in=STANDING,
        assessment__controller=row.controller,
        assessment__councillor=row.councillor,
        assessment__body=row.body,
    ).exclude(assessment=row)
    return {one.question: one.words for one in others.order_by("answered_at") if one.words}
