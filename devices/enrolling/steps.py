"""What may be done with a councillor's own device now, by whom, each with its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from devices.enrolling import actions, checks
from devices.enrolling.checks import WITH_DATA
from devices.machines import DeviceStatus
from devices.models import EnrolmentEnd

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from devices.models import Device, Enrolment

PENDING = frozenset({DeviceStatus.PENDING})


class Step(NamedTuple):
    """A button on the page of the device. Its holder's own steps need no right of the desk.

    ``asked`` is whether removal must have been asked for, or must not have been; None: either.
    ``signed`` is the same of the signature.
    """

    page: str
    text: StrOrPromise
    statuses: Set[str]
    is_holders: bool = False
    asked: bool | None = None
    signed: bool | None = None


STEPS = (
    Step("enrol", _("It is set up"), PENDING),
    Step("refuse_enrolment", _("Do not set it up"), PENDING),
    Step("withdraw_enrolment", _("Withdraw this request"), PENDING, is_holders=True),
    Step(
        "sign_enrolment",
        _("Read it and sign"),
        WITH_DATA,
        is_holders=True,
        asked=False,
        signed=False,
    ),
    Step("find_unsafe", _("It does not keep to the rules"), {DeviceStatus.ENROLLED}),
    Step("find_safe", _("It keeps to the rules again"), {DeviceStatus.NON_COMPLIANT}),
    Step("ask_removal", _("Remove council data"), WITH_DATA, asked=False),
    Step("confirm_removal", _("Council data is removed"), WITH_DATA, asked=True),
    Step(
        "end_enrolment",
        _("Stop using it for the council"),
        WITH_DATA,
        is_holders=True,
        asked=False,
    ),
)
"""In the order of their buttons."""


def steps(device: Device, row: Enrolment | None, user: User) -> Sequence[tuple[StrOrPromise, str]]:
    """Words and page of each button that this person has now: none while it is reported lost or
    stolen, for then everything is done in that case.
    """
    if device.losses.open().exists():
        return []
    is_asked = row is not None and row.is_to_be_removed
    is_signed = row is not None and row.signed_at is not None
    is_desk = user.has_perm(Right.ENROL_DEVICES)
    return [
        (step.text, reverse(f"devices:{step.page}", args=[device.asset_tag]))
        for step in STEPS
        if device.status in step.statuses
        and (device.holder_id == user.pk if step.is_holders else is_desk)
        and step.asked in {None, is_asked}
        and step.signed in {None, is_signed}
    ]


class Click(NamedTuple):
    """A page with one button, and what it does. ``check`` raises ``Refused`` where that is not to
    be done now, before anybody reads the page.
    """

    title: StrOrPromise
    consequences: Sequence[StrOrPromise]
    button: StrOrPromise
    done: StrOrPromise
    check: Callable[[Device], None]
    do: Callable[[Device, User], object]


CLICKS = {
    "enrol": Click(
        _("This device is set up"),
        [_("Its councillor is told that they may use it for council work now.")],
        _("It is set up"),
        _("Recorded: the device is enrolled. The councillor is told."),
        checks.check_to_be_enrolled,
        lambda device, user: actions.enrol(device=device, by=user),
    ),
    "find_safe": Click(
        _("This device keeps to the rules again"),
        [_("What was wrong is no longer shown to the councillor.")],
        _("It keeps to the rules"),
        _("Recorded: the device keeps to the rules."),
        checks.check_unsafe,
        lambda device, user: actions.find_safe(device=device, by=user),
    ),
    "confirm_removal": Click(
        _("Council data is removed"),
        [
            _("Confirm this only when you have seen it. Nothing of the councillor’s own may go."),
            _("It is the councillor’s alone again, and leaves the council’s lists."),
            _("The councillor is told."),
        ],
        _("Council data is removed"),
        _("Recorded: council data is removed. The councillor is told that it is theirs alone."),
        checks.check_removable,
        lambda device, user: actions.confirm_removal(device=device, by=user),
    ),
}
"""Of the desk."""

OWN_CLICKS = {
    "end_enrolment": Click(
        _("Stop using this device for the council"),
        [
            _("The ICT service desk removes council email and files from it."),
            _("Your own photos, messages and apps stay as they are."),
            _("You get no council email on this device after that."),
        ],
        _("Stop using it for the council"),
        _("The desk has been asked to remove council data. We tell you when it is done."),
        checks.check_removable,
        lambda device, user: actions.ask_removal(
            device=device, because=EnrolmentEnd.ASKED, by=user
        ),
    ),
    "withdraw_enrolment": Click(
        _("Withdraw this request"),
        [_("The ICT service desk does not set up this device.")],
        _("Withdraw it"),
        _("You have withdrawn the request."),
        checks.check_pending,
        lambda device, user: actions.refuse_enrolment(
            device=device, reason=str(_("Withdrawn by the councillor")), by=user
        ),
    ),
}
"""Of the councillor whose device it is."""
