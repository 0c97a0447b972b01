"""What somebody who leaves still holds: devices and requests by name, of the rest how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from consent.counting.figures import in_words
from consent.leaving.rules import to_choose_of, undecided
from consent.models import Constituent, Leaving, LeavingStatus, SocialAccount
from councilgov.access import Right
from devices.keeping.tables import COLOURS
from devices.models import Device, DeviceStatus
from policies.machines import OPEN_REQUESTS
from policies.models import Acknowledgement, AcknowledgementStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.offboarding.models import OffboardingCase
    from councilgov.people.models import User


def held(case: OffboardingCase, user: User) -> Mapping[str, Any]:
    """Each device to those who see the register, how many to the others; what was to be signed to
    those who see who has signed; of contact records nothing but their number.
    """
    devices = list(Device.objects.held_by(case.councillor).with_row().order_by("asset_tag"))
    sees = user.has_perm(Right.SEE_DEVICES)
    colours = [COLOURS.get(DeviceStatus(device.status), "grey") for device in devices]
    asked = Acknowledgement.objects.visible_to(user).filter(
        councillor=case.councillor, status__in=[*OPEN_REQUESTS, AcknowledgementStatus.LAPSED]
    )
    return {
        "device_count": len(devices),
        "devices": list(zip(devices, colours, strict=True)) if sees else [],
        "unsigned": list(asked.with_version().order_by("due_on", "pk")),
        "counts": _counts(case),
    }


def _counts(case: OffboardingCase) -> list[SummaryRow]:
    """Of records that are the councillor's own nobody else reads more."""
    person = case.councillor_id
    people = Constituent.objects.filter(councillor=person).count()
    social = SocialAccount.objects.filter(councillor=person, is_provided=True).count()
    return [
        {"key": _("People in their contact records"), "value": in_words(people)},
        {"key": _("What they chose for them"), "value": _chosen(case)},
        {"key": _("Social media accounts that the council gave them"), "value": f"{social:,}"},
    ]


def _chosen(case: OffboardingCase) -> str:
    """Whether everything is chosen, never for whom."""
    row = Leaving.objects.filter(term=case.term_id).select_related("term").first()
    if row is None:
        return _("They have not been asked, or there is nothing to choose")
    if row.status == LeavingStatus.OPEN:
        is_left = undecided(to_choose_of(row)).exists()
        return _("Something is not chosen yet") if is_left else _("Everything is chosen")
    return str(row.get_status_display())
