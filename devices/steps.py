"""What can be done with a device now, by whom: the buttons on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from devices.issuing.correcting import may_be_correction
from devices.machines import DEVICE_MOVES
from devices.misuse.actions import may_open
from devices.models import MISSING, PERSONAL, Cause, DeviceStatus, IssueKind, LineStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from devices.models import Device


class Step(NamedTuple):
    """A button: its words, and the page to which it leads."""

    text: StrOrPromise
    href: str


def of_any(_device: Device) -> bool:
    return True


def is_held(device: Device) -> bool:
    """The council's, and on somebody's record."""
    return device.holder_id is not None and not device.is_personal


def is_recalled(device: Device) -> bool:
    return device.recall_lines.open().exists()


def is_to_come(device: Device) -> bool:
    """Recalled, and not brought in yet: damaged ones too."""
    return device.recall_lines.filter(status=LineStatus.ASKED).exists()


def is_asked_back(device: Device) -> bool:
    """Not only to be handed back because it was declined."""
    return device.return_requests.open().exists()


def is_asked_back_by_ruling(device: Device) -> bool:
    """The Monitoring Officer decided so: nobody else undoes it."""
    return device.return_requests.open().filter(because=Cause.MISUSE).exists()


def is_asked_back_by_desk(device: Device) -> bool:
    return device.return_requests.open().exclude(because=Cause.MISUSE).exists()


def may_be_asked_back(device: Device) -> bool:
    return is_held(device) and not is_asked_back(device)


def is_away(device: Device) -> bool:
    """Recalled, or in the workshop though it is on somebody's record."""
    return is_recalled(device) or (is_held(device) and device.status == DeviceStatus.IN_WORKSHOP)


def may_get_another(device: Device) -> bool:
    """It is away, and nothing is lent for it yet."""
    line = device.recall_lines.open().select_related("loan").first()
    is_served = line and line.loan and line.loan.assignments.open().exists()
    return is_away(device) and not is_served


def is_lent(device: Device) -> bool:
    """A loan that is not asked back yet."""
    loans = device.assignments.open().filter(issue__kind=IssueKind.LOAN)
    return loans.exists() and not is_asked_back(device)


def has_open_case(device: Device) -> bool:
    return device.losses.open().exists()


def holds_data(device: Device) -> bool:
    return device.kind.holds_data and is_somewhere(device)


def holds_none(device: Device) -> bool:
    return not device.kind.holds_data and is_somewhere(device)


def is_somewhere(device: Device) -> bool:
    """Not written off as missing: what was written off for its damage can be wiped."""
    return not device.losses.never_found().exists()


def is_worth_keeping(device: Device) -> bool:
    """It was not written off."""
    return not device.losses.given_up().exists()


def may_be_misuse(device: Device) -> bool:
    """Whoever has it can be heard, and no case is open."""
    return may_open(device, device.holder)


class Rule(NamedTuple):
    """In which statuses which right offers which page, and of which devices (``fits``).

    Its address takes the asset tag, or its form does where ``field`` names the box.
    """

    statuses: Set[str]
    right: Right
    text: StrOrPromise
    page: str
    field: str = ""
    fits: Callable[[Device], bool] = of_any

    def address(self, device: Device) -> str:
        if self.field:
            return reverse(self.page, query={self.field: device.asset_tag})
        return reverse(self.page, args=[device.asset_tag])


LABELLED = frozenset(DeviceStatus) - PERSONAL - {DeviceStatus.DISPOSED, DeviceStatus.WRITTEN_OFF}
"""Here, and the council’s."""

OUT = MISSING | {
    DeviceStatus.ASSIGNED,
    DeviceStatus.ACTIVE,
    DeviceStatus.IN_WORKSHOP,
    DeviceStatus.DAMAGED,
    DeviceStatus.RECOVERED,
}
"""In which a device is on somebody’s record and can be asked for, due now or once it is back."""

STEPS = (
    Rule(
        {*MISSING, DeviceStatus.DAMAGED, DeviceStatus.RECOVERED, DeviceStatus.WRITTEN_OFF},
        Right.SEE_LOSSES,
        _("See what is done about it"),
        "devices:loss_of",
    ),
    Rule(
        {DeviceStatus.IN_WORKSHOP},
        Right.SEE_LOSSES,
        _("See what is done about it"),
        "devices:loss_of",
        fits=has_open_case,
    ),
    Rule(
        {start for start, ends in DEVICE_MOVES.items() if DeviceStatus.LOST in ends} - MISSING,
        Right.RECORD_LOSS,
        _("Report it lost, stolen or damaged"),
        "breaches:report_loss_for",
    ),
    Rule(
        {DeviceStatus.IN_STOCK},
        Right.ISSUE_DEVICES,
        _("Issue it"),
        "devices:issue_devices",
        "devices",
    ),
    Rule(
        {
            DeviceStatus.ASSIGNED,
            DeviceStatus.ACTIVE,
            DeviceStatus.RECALLED,
            DeviceStatus.IN_WORKSHOP,
            DeviceStatus.RETURN_DUE,
            DeviceStatus.DAMAGED,
        },
        Right.RECEIVE_DEVICES,
        _("Receive it back"),
        "devices:receive_devices",
        fits=is_held,
    ),
    Rule(
        {DeviceStatus.ASSIGNED, DeviceStatus.RETURN_DUE},
        Right.ISSUE_DEVICES,
        _("It was issued by mistake"),
        "devices:take_off_record",
        fits=may_be_correction,
    ),
    Rule({DeviceStatus.ACTIVE}, Right.RECALL_DEVICES, _("Recall it"), "devices:recall_one"),
    Rule(
        {DeviceStatus.RECALLED, DeviceStatus.DAMAGED},
        Right.RECALL_DEVICES,
        _("Take it in"),
        "devices:take_in",
        fits=is_to_come,
    ),
    Rule(
        {DeviceStatus.RECALLED, DeviceStatus.IN_WORKSHOP},
        Right.RECALL_DEVICES,
        _("Lend another"),
        "devices:lend",
        fits=may_get_another,
    ),
    Rule(
        {DeviceStatus.ASSIGNED, DeviceStatus.ACTIVE},
        Right.RECALL_DEVICES,
        _("Lend it until another day"),
        "devices:prolong_loan",
        fits=is_lent,
    ),
    Rule(
        {DeviceStatus.RECALLED, DeviceStatus.DAMAGED},
        Right.RECALL_DEVICES,
        _("End the recall"),
        "devices:cancel_recall",
        fits=is_to_come,
    ),
    Rule(
        {DeviceStatus.IN_WORKSHOP},
        Right.RECALL_DEVICES,
        _("Give it back"),
        "devices:give_back",
        fits=is_held,
    ),
    Rule(
        {DeviceStatus.IN_WORKSHOP},
        Right.RECALL_DEVICES,
        _("Replace it"),
        "devices:replace",
        fits=is_held,
    ),
    Rule(
        OUT | {DeviceStatus.RECALLED, DeviceStatus.RETURN_DUE},
        Right.RECEIVE_DEVICES,
        _("Ask for it back"),
        "devices:request_return",
        fits=may_be_asked_back,
    ),
    Rule(
        OUT | {DeviceStatus.RETURN_DUE},
        Right.RECEIVE_DEVICES,
        _("It need not be returned"),
        "devices:cancel_return",
        fits=is_asked_back_by_desk,
    ),
    Rule(
        OUT | {DeviceStatus.RETURN_DUE},
        Right.DECIDE_MISUSE,
        _("It need not be returned"),
        "devices:cancel_return",
        fits=is_asked_back_by_ruling,
    ),
    Rule(
        {DeviceStatus.RETURNED, DeviceStatus.REPLACED, DeviceStatus.WRITTEN_OFF},
        Right.RECEIVE_DEVICES,
        _("It is wiped"),
        "devices:record_wipe",
        fits=holds_data,
    ),
    Rule(
        {DeviceStatus.RETURNED, DeviceStatus.REPLACED},
        Right.RECEIVE_DEVICES,
        _("Put it in stock"),
        "devices:put_in_stock",
        fits=holds_none,
    ),
    Rule(
        {DeviceStatus.WIPED},
        Right.RECEIVE_DEVICES,
        _("Put it in stock"),
        "devices:put_in_stock",
        fits=is_worth_keeping,
    ),
    Rule(
        {DeviceStatus.RETURNED, DeviceStatus.REPLACED, DeviceStatus.WRITTEN_OFF},
        Right.KEEP_DEVICES,
        _("Dispose of it"),
        "devices:dispose",
        fits=holds_none,
    ),
    Rule(
        {DeviceStatus.IN_STOCK, DeviceStatus.WIPED},
        Right.KEEP_DEVICES,
        _("Dispose of it"),
        "devices:dispose",
    ),
    Rule(
        frozenset(DeviceStatus),
        Right.HANDLE_LOSS,
        _("Ask whether it was misused"),
        "devices:open_misuse",
        fits=may_be_misuse,
    ),
    Rule(
        LABELLED,
        Right.PRINT_LABELS,
        _("Print its label"),
        "devices:print_label",
    ),
    Rule(
        frozenset(DeviceStatus) - {DeviceStatus.DISPOSED},
        Right.KEEP_DEVICES,
        _("Change the details"),
        "devices:change_device",
    ),
)
"""In the order of their buttons."""


def steps(device: Device, user: User) -> list[Step]:
    """What this person may do with it now; first what its holder is asked to do."""
    asked = list(_of_holder(device, user)) if device.holder_id == user.pk else []
    offered = [
        Step(rule.text, rule.address(device))
        for rule in STEPS
        if device.status in rule.statuses and user.has_perm(rule.right) and rule.fits(device)
    ]
    return [*asked, *offered]


def _of_holder(device: Device, user: User) -> Iterator[Step]:
    to_accept = user.assignments.to_sign().with_row().filter(device=device).first()
    if to_accept:
        yield Step(_("Accept it"), to_accept.issue.get_absolute_url())
    if is_to_come(device):
        yield Step(_("See when and where to bring it"), reverse("devices:my_recalls"))
    if is_asked_back(device):
        yield Step(_("See by when to return it, and where"), reverse("devices:equipment"))
