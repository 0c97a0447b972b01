"""Rules about equipment: who has it, what is known of it, and what was done where it is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from councilgov.access import Right
from councilgov.people.models import Insurance
from councilgov.portal.xray.rule import Count, Severity, Way
from devices.insuring.due import holders
from devices.models import Device, Issue, Loss

if TYPE_CHECKING:
    from typing import Any

    from councilgov.portal.xray.looking import Look

RIGHTS = (Right.SEE_DEVICES,)
DESK = _lazy("ICT service desk")


def devices(query: str) -> tuple[Way, ...]:
    return (Way(_lazy("See the devices"), "devices:devices", Right.SEE_DEVICES, query=query),)


def losses(query: str) -> tuple[Way, ...]:
    return (Way(_lazy("See the cases"), "devices:losses", Right.SEE_LOSSES, query=query),)


def not_returned(look: Look) -> Any:
    return Device.objects.visible_to(look.user).not_returned(look.now)


def left_with_data(look: Look) -> Any:
    return Device.objects.visible_to(look.user).left_with_data(look.now)


def unrecorded(look: Look) -> Any:
    return Device.objects.visible_to(look.user).unrecorded()


def without_serial(look: Look) -> Any:
    return Device.objects.visible_to(look.user).without_serial()


def not_accepted(look: Look) -> Any:
    return Issue.objects.visible_to(look.user).late(look.now)


def not_wiped(look: Look) -> Any:
    return Loss.objects.visible_to(look.user).waiting_for_wipe()


def not_secured(look: Look) -> Any:
    return Loss.objects.visible_to(look.user).late_to_secure(look.now)


def not_at_police(look: Look) -> Any:
    return Loss.objects.visible_to(look.user).waiting_for_police()


def not_insured(look: Look) -> Any:
    """Who never declared, or whose declaration ran out; nobody where the council insures."""
    rows = holders(look.now)
    bad = Q(valid_until=None) | Q(valid_until__lt=look.today)
    return rows.filter(bad) if look.council.insurance == Insurance.MEMBERS else rows.none()


MISSING = (
    Count(
        key="not_secured",
        severity=Severity.SERIOUS,
        title=_lazy("Missing devices that nobody has secured in time"),
        why=_lazy(
            "A loss is reported immediately so that the device can be locked (Members ICT Usage "
            "Protocol, Responsibilities). Whoever has it may read what is on it meanwhile."
        ),
        rights=(Right.SEE_LOSSES,),
        mended_by=DESK,
        ways=losses("waiting=late"),
        rows=not_secured,
        told=ngettext_lazy(
            "%(n)s missing device was not secured within an hour of service.",
            "%(n)s missing devices were not secured within an hour of service.",
            "n",
        ),
    ),
    Count(
        key="not_wiped",
        severity=Severity.SERIOUS,
        title=_lazy("Missing devices whose data nobody has confirmed to be wiped"),
        why=_lazy(
            "Personal data is kept secure against unauthorised access (UK GDPR, Articles 5(1)(f) "
            "and 32). Until the wipe is confirmed, somebody may read it."
        ),
        rights=(Right.SEE_LOSSES,),
        mended_by=DESK,
        ways=losses("waiting=wipe"),
        rows=not_wiped,
        told=ngettext_lazy(
            "%(n)s missing device holds council data, and no wipe is confirmed.",
            "%(n)s missing devices hold council data, and no wipe is confirmed.",
            "n",
        ),
    ),
    Count(
        key="not_at_police",
        severity=Severity.MEND,
        title=_lazy("Thefts without a police reference"),
        why=_lazy(
            "A theft is reported to the Police immediately, and the desk is told the Criminal "
            "Incident number (Members ICT Usage Protocol, Responsibilities)."
        ),
        rights=(Right.SEE_LOSSES,),
        mended_by=_lazy("The councillor, or the ICT service desk"),
        ways=losses("waiting=police"),
        rows=not_at_police,
        told=ngettext_lazy(
            "%(n)s theft has no police reference.", "%(n)s thefts have no police reference.", "n"
        ),
    ),
)
HELD = (
    Count(
        key="not_returned",
        severity=Severity.SERIOUS,
        title=_lazy(
            "Equipment with somebody who left office, or past the day it was asked back by"
        ),
        why=_lazy(
            "All facilities remain the property of the Council and are surrendered on ceasing to "
            "be a Member (Members ICT Usage Protocol, Responsibilities)."
        ),
        rights=RIGHTS,
        mended_by=DESK,
        ways=(Way(_lazy("See the devices"), "devices:not_returned_list", Right.SEE_DEVICES),),
        rows=not_returned,
        told=ngettext_lazy(
            "%(n)s device is with somebody who left office, or past its day.",
            "%(n)s devices are with people who left office, or past their day.",
            "n",
        ),
    ),
    Count(
        key="left_with_data",
        severity=Severity.SERIOUS,
        title=_lazy("Council data on the own devices of people who left"),
        why=_lazy(
            "Access to Council electronic systems ends within ten working days (Members ICT Usage "
            "Protocol, Responsibilities); council data may not stay with who needs it no more (UK "
            "GDPR, Article 5(1)(f))."
        ),
        rights=RIGHTS,
        mended_by=DESK,
        ways=devices("waiting=left"),
        rows=left_with_data,
        told=ngettext_lazy(
            "%(n)s own device of somebody who left office still holds council data.",
            "%(n)s own devices of people who left office still hold council data.",
            "n",
        ),
    ),
    Count(
        key="unrecorded",
        severity=Severity.MEND,
        title=_lazy("Devices with somebody, and no record that they were issued"),
        why=_lazy(
            "Without a record nobody can show who had the device when data was lost, nor who has "
            "to give it back (Members ICT Usage Protocol, Responsibilities)."
        ),
        rights=RIGHTS,
        mended_by=DESK,
        ways=devices("waiting=unrecorded"),
        rows=unrecorded,
        told=ngettext_lazy(
            "%(n)s device is with somebody, and nothing says when it was issued.",
            "%(n)s devices are with somebody, and nothing says when they were issued.",
            "n",
        ),
    ),
    Count(
        key="not_accepted",
        severity=Severity.MEND,
        title=_lazy("Equipment that nobody accepted in time"),
        why=_lazy(
            "Who has not accepted equipment has not agreed to the terms under which the council "
            "may ask it back (Members ICT Usage Protocol, Responsibilities)."
        ),
        rights=RIGHTS,
        mended_by=_lazy("The councillor, or the ICT service desk"),
        ways=(
            Way(_lazy("See the issues"), "devices:issues", Right.SEE_DEVICES, query="status=late"),
        ),
        rows=not_accepted,
        told=ngettext_lazy(
            "%(n)s councillor has not accepted equipment in time.",
            "Equipment was not accepted in time in %(n)s cases.",
            "n",
        ),
    ),
    Count(
        key="not_insured",
        severity=Severity.NOTE,
        title=_lazy("Councillors with equipment and without a declaration of insurance"),
        why=_lazy(
            "Home contents insurance covers replacement, or the basic allowance pays for it "
            "(Members ICT Usage Protocol, Responsibilities)."
        ),
        rights=RIGHTS,
        mended_by=_lazy("The councillor"),
        ways=(
            Way(
                _lazy("See who has declared"),
                "devices:insurance_register",
                Right.SEE_DEVICES,
                query="status=over&status=none",
            ),
        ),
        rows=not_insured,
        told=ngettext_lazy(
            "%(n)s councillor has equipment, and no declaration of insurance that is good.",
            "%(n)s councillors have equipment, and no declaration of insurance that is good.",
            "n",
        ),
    ),
    Count(
        key="without_serial",
        severity=Severity.NOTE,
        title=_lazy("Devices without a serial number"),
        why=_lazy(
            "By its serial number the Police and the maker know a stolen device; a label can be "
            "torn off."
        ),
        rights=RIGHTS,
        mended_by=DESK,
        ways=devices("waiting=without_serial"),
        rows=without_serial,
        told=ngettext_lazy(
            "%(n)s device has no serial number.", "%(n)s devices have no serial number.", "n"
        ),
    ),
)
RULES = (*MISSING, *HELD)
