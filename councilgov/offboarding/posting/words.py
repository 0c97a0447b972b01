"""What each letter says, in plain words, and the letter on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.ledger.certificates import certificate_of, statement_of
from councilgov.ledger.statements import in_groups, lines_of
from councilgov.letters import letter
from councilgov.offboarding.facts import devices_left
from councilgov.offboarding.models import LetterKind, TaskKind, TaskStatus
from councilgov.offboarding.own.facts import THANKED
from councilgov.offboarding.receipting.lines import reasons_label
from councilgov.people.models import Council
from devices.models import Ownership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.offboarding.models import OffboardingCase

Section = tuple[str, str]


def as_pdf(case: OffboardingCase, kind: LetterKind) -> bytes:
    """The letter, tagged for screen readers, with the address where they gave one."""
    council, is_family = Council.objects.the(), kind == LetterKind.FAMILY
    return letter(
        council,
        title=title_of(kind),
        name=case.contact_name if is_family else case.councillor.full_name,
        address="" if is_family else case.postal_address,
        reference=_("leaving office %(number)s") % {"number": case.pk},
        opening=opening_of(case, kind),
        sections=sections_of(case, kind, council),
        sender=_("Members’ services, %(council)s") % {"council": council.name},
    )


def title_of(kind: LetterKind) -> str:
    if kind == LetterKind.RECEIPT:
        return _("Receipt for leaving office")
    if kind == LetterKind.FAMILY:
        return _("Council equipment")
    return _("Leaving office: what is left to do")


def opening_of(case: OffboardingCase, kind: LetterKind) -> str:
    day = {"day": day_in_words(case.last_day)}
    if kind == LetterKind.RECEIPT:
        return _("Everything is done. Please keep this letter: it is your receipt.")
    if kind == LetterKind.FAMILY:
        return _(
            "We are very sorry for your loss. %(name)s had equipment of the council. When you are "
            "ready, we would be glad to collect it, or you can bring it to us."
        ) % {"name": case.councillor.full_name}
    if kind == LetterKind.AGAIN:
        return (
            _("You left office on %(day)s. We wrote to you before: something is still open.") % day
        )
    if case.term.end_reason not in THANKED:
        return _("You left office on %(day)s. Something is left to do.") % day
    return (
        _("You left office on %(day)s. Thank you for your service. Something is left to do.") % day
    )


def sections_of(case: OffboardingCase, kind: LetterKind, council: Council) -> Sequence[Section]:
    if kind == LetterKind.RECEIPT:
        return [*_receipt(case), _whom_to_ring(council)]
    left = set(case.tasks.filter(status=TaskStatus.TO_DO).values_list("kind", flat=True))
    found: list[Section] = []
    if TaskKind.DEVICES in left:
        found += _equipment(case, kind)
    if TaskKind.RECORDS in left and kind != LetterKind.FAMILY:
        found.append(_people(council))
    return [*found, _whom_to_ring(council)]


def _equipment(case: OffboardingCase, kind: LetterKind) -> Sequence[Section]:
    devices = list(devices_left().filter(holder=case.councillor_id).select_related("kind"))
    councils = [row.description for row in devices if row.ownership == Ownership.COUNCIL]
    own = [row.description for row in devices if row.ownership != Ownership.COUNCIL]
    found: list[Section] = []
    if councils and kind == LetterKind.FAMILY:
        found.append((_("What it is"), "\n".join(councils)))
    elif councils:
        told = _("Please bring it to the ICT service desk by %(day)s, or ring us to collect it:")
        by = told % {"day": day_in_words(case.kit_due_on)}
        found.append((_("Equipment of the council"), "\n".join([by, *councils])))
    if own:
        told = _("We remove council data from it and nothing else. It stays where it is:")
        found.append((_("A device that is not the council’s"), "\n".join([told, *own])))
    return found


def _people(council: Council) -> Section:
    return (
        _("People whom you noted as a councillor"),
        _(
            "You have not said what becomes of them. Nobody reads the records, and they are "
            "deleted later. To have them deleted now, ring the information management team on "
            "%(phone)s, or write to them. They write down what you say, and can’t read the "
            "records."
        )
        % {"phone": council.information_team_phone},
    )


def _whom_to_ring(council: Council) -> Section:
    told = _("Members’ services: %(phone)s, %(email)s")
    said = {"phone": council.members_services_phone, "email": council.members_services_email}
    return (_("Whom to ring"), told % said)


def _receipt(case: OffboardingCase) -> Sequence[Section]:
    """What the certificate says but for what an officer wrote, as in the email; and its code."""
    issued = certificate_of(case)
    said = statement_of(issued)
    told = lines_of(said, issued.texts) if said else []
    lines = [(line.label, line.text) for line in told if line.label != reasons_label()]
    code = _("Anybody can check this receipt on the council’s portal with its code: %(code)s")
    return [*lines, (_("Check it"), code % {"code": in_groups(issued.code)})]
