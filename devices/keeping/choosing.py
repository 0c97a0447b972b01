"""Many devices of the register, chosen for one act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.forms.bulk import BulkAct, Chosen
from devices.keeping.tables import DeviceFilter, DeviceTable
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from councilgov.forms.bulk import ChosenForm
    from councilgov.http import Request
    from councilgov.people.models import User

ACTS = (
    (Right.PRINT_LABELS, "labels", _("Print labels"), "devices:print_chosen"),
    (Right.RECALL_DEVICES, "recall", _("Recall them"), "devices:recall_chosen"),
    (Right.KEEP_DEVICES, "dispose", _("Dispose of them"), "devices:dispose_chosen"),
)
"""In the order of their buttons beneath the register."""


def bulk_acts(user: User) -> Sequence[BulkAct]:
    """What this person may do with many devices at once."""
    return [
        BulkAct(name, text, reverse(page))
        for right, name, text, page in ACTS
        if user.has_perm(right)
    ]


def chosen_devices(request: Request) -> Chosen:
    """Those that were chosen in the register."""
    return Chosen(request, Device.objects.visible_to(request.user), DeviceFilter)


def shown(request: Request, chosen: Chosen, form: ChosenForm, **context: Any) -> HttpResponse:
    """The page that names how many they are and the first of them, and asks once more."""
    counted = DeviceTable.counted % {"count": chosen.count}
    known = {"chosen": chosen, "form": form, "counted": counted, "back": reverse("devices:devices")}
    return render(request, "tables/bulk.html", {**known, **context})
