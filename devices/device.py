"""A device: what it is, whose it is, where it stands, and who has it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, UniqueConstraint, When
from django.db.models.functions import TruncDate, Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, implies, one_of
from councilgov.days import LONDON
from councilgov.deadlines import end_of_day
from councilgov.people.models import TermOfOffice
from councilgov.records import Record, RecordQuerySet, Staged
from devices.machines import (
    DEVICE_MOVES,
    GONE,
    MISSING,
    ONLY_PERSONAL,
    PERSONAL,
    WITH_HOLDER,
    WITHOUT_HOLDER,
    DeviceStatus,
    TaskStatus,
)
from devices.numbers import SerialKey, serial_key, validate_imei, validate_tag

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime
    from typing import Self

    from councilgov.people.models import User


class Ownership(models.TextChoices):
    """Whose it is (Members ICT Usage Protocol, Definitions)."""

    COUNCIL = "council", _("The council’s")
    PERSONAL = "personal", _("The councillor’s own, enrolled")


class Kind(Record):
    """A kind of device, such as laptop, telephone or SIM."""

    name = models.CharField(max_length=50)
    holds_data = models.BooleanField(
        default=True, help_text="It is wiped before anybody else has it"
    )
    has_imei = models.BooleanField(default=False, help_text="It has an IMEI or a telephone number")
    accessories: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, help_text="What comes with it"
    )
    life_months = models.PositiveSmallIntegerField(
        default=48, help_text="Months over which its value falls to nothing, evenly"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            UniqueConstraint(
                Upper("name"),
                name=NAME + "named_once",
                violation_error_message=_("There is a kind of this name already."),
            ),
            holds("has_a_name", ~Q(name="")),
            holds("lasts_a_month", Q(life_months__gte=1)),
        ]

    def __str__(self) -> str:
        return self.name


AT_HAND = frozenset({DeviceStatus.ACTIVE, DeviceStatus.RECALLED, DeviceStatus.ENROLLED})
"""Accepted or enrolled, and with its holder."""


class DeviceQuerySet(RecordQuerySet["Device"]):
    def visible_to(self, user: User) -> Self:
        """All of them to those who keep the register or read it; to others what they hold."""
        if user.has_perm(Right.SEE_DEVICES):
            return self
        return self.filter(holder=user)

    def locked(self, row: Device) -> Device:
        """The same device, read afresh and held until the transaction ends; with it what is lent
        for it, which is asked back with the end of its absence.
        """
        held = {device.pk: device for device in self.with_loans([row.pk])}
        return held[row.pk]

    def with_loans(self, keys: Collection[int], *, skip_locked: bool = False) -> Self:
        """The devices of these keys and what is lent for them, held in the order of their keys:
        so that no two acts that hold several devices wait for each other for ever.
        """
        away = Q(recall_lines__ended_at=None, recall_lines__loan__assignments__ended_at=None)
        lent = self.filter(away, pk__in=keys, recall_lines__loan__isnull=False)
        loans = lent.values_list("recall_lines__loan__assignments__device", flat=True)
        held = self.filter(pk__in={*keys, *(loan for loan in loans if loan)})
        return held.select_for_update(of=("self",), skip_locked=skip_locked).order_by("pk")

    def with_row(self) -> Self:
        """With all that a row of the register shows."""
        return self.select_related("kind", "holder")

    def held_by(self, user: User) -> Self:
        """On the record of this person, lost ones too."""
        return self.filter(holder=user)

    def usable_by(self, user: User) -> Self:
        """With which this person may work: accepted or enrolled, and at hand. Consent will ask it:
        an app is allowed on what its councillor can use.
        """
        return self.filter(holder=user, status__in=AT_HAND)

    def worked_with(self, user: User, first: date, last: date) -> Self:
        """With which this person may work now, and what was on their record on any of these days:
        issued, or enrolled.
        """
        begun, over = end_of_day(last), end_of_day(first - timedelta(days=1))
        issued = Q(
            assignments__holder=user,
            assignments__began_at__lt=begun,
        ) & (Q(assignments__ended_at=None) | Q(assignments__ended_at__gte=over))
        enrolled = Q(enrolment__councillor=user, enrolment__enrolled_at__lt=begun) & (
            Q(enrolment__released_at=None) | Q(enrolment__released_at__gte=over)
        )
        theirs = self.filter(issued | enrolled).values("pk")
        return self.filter(Q(pk__in=theirs) | Q(pk__in=self.usable_by(user).values("pk")))

    def that_may_come_back_with(self, device: Device) -> Self:
        """What the same person could hand back together with this one."""
        back = [start for start, ends in DEVICE_MOVES.items() if DeviceStatus.RETURNED in ends]
        theirs = self.filter(holder=device.holder_id, ownership=Ownership.COUNCIL)
        return theirs.exclude(holder=None).exclude(pk=device.pk).filter(status__in=back).with_row()

    def not_returned(self, now: datetime) -> Self:
        """The council's, neither here nor missing, on the record of somebody who left office, or
        asked back by a day that is past; with ``left_on``, the day of leaving (None in office).
        """
        terms = TermOfOffice.objects.filter(councillor=OuterRef("holder"))
        ended = terms.filter(ends_at__lte=now).order_by("-ends_at")
        left_on = ended.values(day=TruncDate("ends_at", tzinfo=LONDON))[:1]
        in_office = Exists(terms.current(now))
        out = self.filter(ownership=Ownership.COUNCIL).exclude(holder=None)
        out = out.exclude(status__in=[*MISSING, DeviceStatus.IN_WORKSHOP])
        today = timezone.localdate(now)
        asked = Q(return_requests__status="open", return_requests__due_on__lt=today)
        late = Q(status=DeviceStatus.RETURN_DUE, pk__in=Device.objects.filter(asked).values("pk"))
        found = out.filter(~in_office | late)
        return found.annotate(left_on=Case(When(~in_office, then=Subquery(left_on))))

    def left_with_data(self, now: datetime) -> Self:
        """Councillors' own, with council data on them, whose owners are not in office any more; the
        desk has no task to remove it: nobody asked, or it said that this was no longer needed.
        """
        terms = TermOfOffice.objects.filter(councillor=OuterRef("holder"))
        with_data = self.filter(status__in=[DeviceStatus.ENROLLED, DeviceStatus.NON_COMPLIANT])
        asked = Q(desk_tasks__kind="remove_data", desk_tasks__status=TaskStatus.OPEN)
        left = with_data.filter(~Exists(terms.current(now)))
        return left.exclude(pk__in=Device.objects.filter(asked).values("pk"))

    def unrecorded(self) -> Self:
        """The council’s, with somebody, and on nobody’s record: nothing says when it was issued."""
        out = self.filter(ownership=Ownership.COUNCIL).exclude(holder=None)
        recorded = Q(assignments__isnull=False, assignments__ended_at=None)
        return out.exclude(pk__in=Device.objects.filter(recorded).values("pk"))

    def without_serial(self) -> Self:
        """The council’s own, and no number of the maker’s tells which one it is."""
        gone = [*GONE, DeviceStatus.WRITTEN_OFF]
        return self.filter(ownership=Ownership.COUNCIL, serial="").exclude(status__in=gone)

    def like_serial(self, serial: str) -> Self:
        """Those whose serial number is this one, or differs only by what is misread on a label."""
        if not serial_key(serial):
            return self.none()
        return self.alias(key=SerialKey("serial")).filter(key=serial_key(serial))


class Device(Staged):
    """A device of the council, whoever holds it, or a councillor's own that ICT has enrolled."""

    MOVES = DEVICE_MOVES

    asset_tag = models.CharField(max_length=20, validators=[validate_tag])
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="devices")
    ownership = models.CharField(max_length=10, choices=Ownership, default=Ownership.COUNCIL)
    make = models.CharField(max_length=50, blank=True)
    model = models.CharField(max_length=80)
    serial = models.CharField(max_length=60, blank=True)
    imei = models.CharField(max_length=15, blank=True, validators=[validate_imei])
    phone_number = models.CharField(max_length=30, blank=True)
    sim_number = models.CharField(max_length=22, blank=True)
    accessories: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, help_text="What came with it"
    )
    value = models.DecimalField(
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Pounds, when it was bought",
    )
    purchased_on = models.DateField(null=True, blank=True)
    warranty_ends_on = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True, help_text="Of the desk; never about a constituent")
    status = models.CharField(max_length=20, choices=DeviceStatus, default=DeviceStatus.IN_STOCK)
    moved_at = models.DateTimeField(default=timezone.now)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="devices", null=True, blank=True
    )

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["asset_tag"]
        indexes = [
            models.Index("status", "asset_tag", name="devices_device_by_status"),
            models.Index(SerialKey("serial"), name="devices_device_by_serial"),
        ]
        constraints = [
            one_of("status", DeviceStatus),
            one_of("ownership", Ownership),
            holds("tag_in_capitals", Q(asset_tag=Upper("asset_tag"))),
            UniqueConstraint(
                fields=["asset_tag"],
                name=NAME + "tag_once",
                violation_error_message=_("There is a device with this asset tag already."),
            ),
            UniqueConstraint(
                Upper("serial"),
                name=NAME + "serial_once",
                condition=~Q(serial=""),
                violation_error_message=_("There is a device with this serial number already."),
            ),
            UniqueConstraint(
                fields=["imei"],
                name=NAME + "imei_once",
                condition=~Q(imei=""),
                violation_error_message=_("There is a device with this IMEI already."),
            ),
            implies("somebody_has_it", Q(status__in=sorted(WITH_HOLDER)), ~Q(holder=None)),
            implies("nobody_has_it", Q(status__in=sorted(WITHOUT_HOLDER)), Q(holder=None)),
            implies(
                "personal_only_as_such",
                Q(ownership=Ownership.PERSONAL),
                Q(status__in=sorted(PERSONAL)),
                refusal=_("This device is the councillor’s own: it is not the council’s to move."),
            ),
            implies(
                "council_never_as_personal",
                Q(ownership=Ownership.COUNCIL),
                ~Q(status__in=sorted(ONLY_PERSONAL)),
                refusal=_("This device is the council’s: only personal ones go there."),
            ),
            holds("value_is_no_debt", Q(value=None) | Q(value__gte=0)),
            holds(
                "warranty_follows_purchase",
                Q(warranty_ends_on=None)
                | Q(purchased_on=None)
                | Q(warranty_ends_on__gte=F("purchased_on")),
                refusal=_("The warranty can’t end before the device was bought."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_tag} ({self.model})"

    def get_absolute_url(self) -> str:
        return reverse("devices:device", args=[self.asset_tag])

    def stand_at(self, to: str) -> Sequence[str]:
        """The moment since when it stands there goes with the status, of one device or of many."""
        self.moved_at = timezone.now()
        return [*super().stand_at(to), "moved_at"]

    @property
    def is_personal(self) -> bool:
        return self.ownership == Ownership.PERSONAL

    def is_usable_by(self, user: User) -> bool:
        """The same of one row as ``usable_by`` of many."""
        return self.holder_id == user.pk and self.status in AT_HAND

    @property
    def is_missing(self) -> bool:
        return self.status in MISSING

    @property
    def is_gone(self) -> bool:
        """Nothing can be done with it any more."""
        return self.status in GONE

    @property
    def description(self) -> str:
        """Make, model and tag, as a receipt names it."""
        named = " ".join(word for word in (self.make, self.model) if word)
        told = {"device": named, "tag": self.asset_tag, "serial": self.serial}
        if self.serial:
            return _t("%(device)s, asset tag %(tag)s, serial number %(serial)s") % told
        return _t("%(device)s, asset tag %(tag)s") % told
