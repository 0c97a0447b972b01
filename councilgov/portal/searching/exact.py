"""What somebody asked for by its own number or tag: it stands before everything else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Q

from breaches.models import AdviceRequest, Complaint, Incident, SafetyReport
from councilgov.portal.searching.hits import of_references
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from councilgov.people.models import User
    from councilgov.portal.searching.hits import Hit

REFERENCE = re.compile(r"(INC|ADV|DPC|SAFE)[- ]?([0-9]{1,12})", re.ASCII)
KINDS: Mapping[str, Any] = {
    "INC": Incident,
    "ADV": AdviceRequest,
    "DPC": Complaint,
    "SAFE": SafetyReport,
}
TAG = re.compile(r"\S{1,60}")


def asked_by_number(user: User, words: str) -> list[Hit]:
    """The rows of which this is the reference, the asset tag or the serial number, if this person
    may see them. One query at most.
    """
    typed = words.strip().upper()
    if number := REFERENCE.fullmatch(typed):
        seen = KINDS[number[1]].objects.visible_to(user)
        return list(of_references(seen.filter(pk=int(number[2]))))
    if not TAG.fullmatch(typed):
        return []
    same = Q(asset_tag=typed) | Q(serial__iexact=typed) & ~Q(serial="")
    return list(of_references(Device.objects.visible_to(user).filter(same)))
