"""A device that was lost, stolen or damaged: one case, from the report to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.records import Record, RecordQuerySet, Staged
from devices.cases import LOSS_MOVES, OPEN_LOSSES, LossStatus
from devices.device import Device, Ownership
from devices.machines import MISSING, DeviceStatus
from devices.police import NUMBERED, PoliceReference

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

    from councilgov.people.models import User

OVER = frozenset({LossStatus.RESOLVED, LossStatus.CLOSED})


class LossKind(models.TextChoices):
    """What happened to it ("damaged, lost or stolen": Members ICT Usage Protocol).

    The values are those of the device's own status.
    """

    LOST = DeviceStatus.LOST.value, _("Lost")
    STOLEN = DeviceStatus.STOLEN.value, _("Stolen")
    DAMAGED = DeviceStatus.DAMAGED.value, _("Damaged")


class Via(models.TextChoices):
    """How it was reported (Members ICT Usage Protocol: "by phone or drop-in", and the portal)."""

    PHONE = "phone", _("By phone")
    DROP_IN = "drop_in", _("At the desk")
    EMAIL = "email", _("By email")
    PORTAL = "portal", _("In the portal")
    SIGNED_OUT = "signed_out", _("Without signing in")


class LockState(models.TextChoices):
    """Whether a PIN or a password stood between the finder and what is on it."""

    LOCKED = "locked", _("It was locked with a PIN or password")
    UNLOCKED = "unlocked", _("It was not locked")
    UNKNOWN = "unknown", _("Not known")


class LossOutcome(models.TextChoices):
    """What became of the device."""

    RECOVERED = "recovered", _("Found again")
    REPAIRED = "repaired", _("Repaired")
    REPLACED = "replaced", _("Replaced")
    WRITTEN_OFF = "written_off", _("Written off")
    LET_GO = "let_go", _("No longer enrolled")
    HANDED_BACK = "handed_back", _("Handed back to the desk")


class LossQuerySet(RecordQuerySet["Loss"]):
    def visible_to(self, user: User) -> Self:
        """All of them to those who work on them; to a councillor their own."""
        return self if user.has_perm(Right.SEE_LOSSES) else self.filter(councillor=user)

    def open(self) -> Self:
        """It is not known yet what becomes of the device."""
        return self.filter(status__in=OPEN_LOSSES)

    def waiting_for_police(self) -> Self:
        """Thefts without a number of the police: an online receipt is not the number yet."""
        numbered = PoliceReference.objects.filter(loss=OuterRef("pk"), kind__in=NUMBERED)
        stolen = self.filter(kind=LossKind.STOLEN, police_waived_at=None)
        return stolen.exclude(status=LossStatus.CLOSED).filter(~Exists(numbered))

    def waiting_for_wipe(self) -> Self:
        """Missing, with data on it that nobody has confirmed to be wiped: also once it was
        replaced and its case closed, until it is wiped, found or written off; and written off,
        where a wipe was asked for, which runs when the device is next online.
        """
        asked = Q(device__status=DeviceStatus.WRITTEN_OFF, wipe_asked_at__isnull=False)
        missing = self.newest().filter(Q(device__status__in=MISSING) | asked, wiped_at=None)
        with_data = missing.filter(was_set_up=True, device__kind__holds_data=True)
        return with_data.exclude(kind=LossKind.DAMAGED)

    def never_found(self) -> Self:
        """Of what was lost or stolen, and written off: nobody has it to wipe or to dispose of."""
        written_off = self.newest().filter(device__status=DeviceStatus.WRITTEN_OFF)
        return written_off.exclude(kind=LossKind.DAMAGED)

    def to_erase(self, before: datetime) -> Self:
        """Over before that moment, with words that are not erased: also those that came later."""
        later = LossEvent.objects.filter(loss=OuterRef("pk"), entered_at__gt=OuterRef("erased_at"))
        dated = self.filter(status__in=OVER).alias(since=Coalesce("closed_at", "resolved_at"))
        return dated.filter(Q(erased_at=None) | Exists(later), since__lt=before)

    def newest(self) -> Self:
        """The last case of each device: what its status says is said of this one."""
        later = Loss.objects.filter(device=OuterRef("device"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(later))

    def given_up(self) -> Self:
        """The last case of each device that was written off, and not found since."""
        return self.newest().filter(outcome=LossOutcome.WRITTEN_OFF)

    def cost_not_decided(self) -> Self:
        """Of the council's own, where nobody has decided yet who pays."""
        owned = self.exclude(status=LossStatus.CLOSED).exclude(device__ownership=Ownership.PERSONAL)
        return owned.exclude(cost__status="decided")

    def late_to_secure(self, now: datetime) -> Self:
        """Not secured within an hour of service."""
        return self.filter(status=LossStatus.REPORTED, secure_before__lt=now)

    def with_row(self) -> Self:
        """With all that a row of the list shows."""
        return self.select_related("device__kind", "councillor", "reported_by")


class Loss(Staged):
    """The case of one device, which may be reported again only when this one is resolved.

    Fields hold how it stands now; what was done, when and by whom is in its events.
    """

    MOVES = LOSS_MOVES

    device = models.ForeignKey(Device, models.PROTECT, related_name="losses")
    councillor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="losses",
        null=True,
        blank=True,
        help_text="Who had it; nobody, of a device in stock",
    )
    kind = models.CharField(max_length=10, choices=LossKind)
    status = models.CharField(max_length=10, choices=LossStatus, default=LossStatus.REPORTED)
    noticed_at = models.DateTimeField()
    happened = models.TextField(help_text="When, where and how, in words")
    was_set_up = models.BooleanField(
        default=True, help_text="False of a personal device on which the council put nothing yet"
    )
    data_held = models.TextField(blank=True, help_text="What is on it, in words; nobody is named")
    lock_state = models.CharField(max_length=10, choices=LockState, default=LockState.UNKNOWN)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_via = models.CharField(max_length=10, choices=Via)
    teller = models.CharField(
        max_length=150, blank=True, help_text="Who told the desk, if nobody with an account"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    secure_before = models.DateTimeField(
        null=True, blank=True, help_text="An hour of service after the report"
    )
    lock_asked_at = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    wipe_asked_at = models.DateTimeField(null=True, blank=True)
    wiped_at = models.DateTimeField(null=True, blank=True)
    police_due_on = models.DateField(
        null=True, blank=True, help_text="From when on the number of the police is asked for"
    )
    police_waived_at = models.DateTimeField(null=True, blank=True)
    police_waived_because = models.TextField(blank=True)
    outcome = models.CharField(max_length=15, choices=LossOutcome, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    replacement = models.ForeignKey(
        Device, models.PROTECT, related_name="replaces", null=True, blank=True
    )
    written_off_at = models.DateTimeField(null=True, blank=True)
    value_written_off = models.DecimalField(
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Pounds",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When its words were erased")

    objects = LossQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at", "-pk"]
        indexes = [
            models.Index(
                "police_due_on",
                name="devices_loss_police",
                condition=Q(kind="stolen", police_waived_at=None) & ~Q(status="closed"),
            )
        ]
        constraints = [
            one_of("status", LossStatus),
            one_of("kind", LossKind),
            one_of("lock_state", LockState),
            one_of("reported_via", Via),
            UniqueConstraint(
                "device",
                name=NAME + "one_open_each",
                condition=Q(status__in=sorted(OPEN_LOSSES)),
                violation_error_message=_("This device was reported already."),
            ),
            holds("says_what_happened", ~Q(happened="")),
            holds(
                "noticed_before_reported",
                Q(noticed_at__lte=F("reported_at")),
                refusal=_("It can’t be reported before it was noticed. Check both times."),
            ),
            holds("reported_before_recorded", Q(reported_at__lte=F("recorded_at"))),
            implies("lock_asked_first", ~Q(locked_at=None), ~Q(lock_asked_at=None)),
            implies("wipe_asked_first", ~Q(wiped_at=None), ~Q(wipe_asked_at=None)),
            holds(
                "lock_follows_its_request",
                Q(locked_at=None) | Q(locked_at__gte=F("lock_asked_at")),
                refusal=_("It can’t be locked before that was asked for. Check the time."),
            ),
            holds(
                "wipe_follows_its_request",
                Q(wiped_at=None) | Q(wiped_at__gte=F("wipe_asked_at")),
                refusal=_("It can’t be wiped before that was asked for. Check the time."),
            ),
            implies(
                "secured_by_lock_or_wipe",
                Q(status="secured"),
                ~Q(locked_at=None) | ~Q(wiped_at=None),
            ),
            iff("police_only_of_theft", Q(kind="stolen"), ~Q(police_due_on=None)),
            iff("waived_with_reason", ~Q(police_waived_at=None), ~Q(police_waived_because="")),
            iff(
                "outcome_when_over",
                Q(status__in=sorted(OVER)),
                Q(outcome__in=LossOutcome.values),
            ),
            iff("resolved_when_over", Q(status__in=sorted(OVER)), ~Q(resolved_at=None)),
            iff("closed_when_closed", Q(status="closed"), ~Q(closed_at=None)),
            implies("replaced_by_another", Q(outcome="replaced"), ~Q(replacement=None)),
            holds(
                "replaced_by_no_other_than_itself",
                Q(replacement=None) | ~Q(replacement=F("device")),
                refusal=_("A device can’t replace itself. Choose another one."),
            ),
            implies("written_off_when_so", Q(outcome="written_off"), ~Q(written_off_at=None)),
            together("written_off_at", "value_written_off"),
            holds("writes_off_no_debt", Q(value_written_off=None) | Q(value_written_off__gte=0)),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("devices:loss", args=[self.reference])

    @property
    def reference(self) -> str:
        """Our number of the case: LOSS-000123."""
        return f"LOSS-{self.pk:06d}"

    @property
    def told_by(self) -> str:
        """Who reported it, by the name they go by."""
        return self.teller or self.reported_by.known_as

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_LOSSES

    @property
    def is_missing(self) -> bool:
        """Lost or stolen, and nobody has brought it back or knows what becomes of it."""
        is_gone = self.is_open and self.status != LossStatus.FOUND
        return self.kind != LossKind.DAMAGED and is_gone

    @property
    def is_at_large(self) -> bool:
        """The device is missing now, whatever became of its case: found, it no longer is."""
        gone = {*MISSING, DeviceStatus.WRITTEN_OFF}
        is_last = Loss.objects.newest().filter(pk=self.pk).exists()
        return self.kind != LossKind.DAMAGED and self.device.status in gone and is_last

    @property
    def waits_for_wipe(self) -> bool:
        """One was asked for, and runs when the device is next online."""
        return self.wipe_asked_at is not None and self.wiped_at is None

    @property
    def holds_data(self) -> bool:
        """There may be something of the council's on it, to be locked or wiped."""
        return self.was_set_up and self.device.kind.holds_data

    @property
    def is_secured(self) -> bool:
        return self.locked_at is not None or self.wiped_at is not None

    @property
    def secured_at(self) -> datetime | None:
        """When it was first locked or wiped."""
        return min((at for at in (self.locked_at, self.wiped_at) if at), default=None)

    @property
    def secured_late(self) -> bool:
        """It was locked or wiped, but not within an hour of service."""
        at, before = self.secured_at, self.secure_before
        return at is not None and before is not None and at > before

    def waits_for_police(self) -> bool:
        """It was stolen, and nobody has given the number of the police or done without it."""
        if self.kind != LossKind.STOLEN or self.police_waived_at or self.closed_at:
            return False
        return not self.police_references.filter(kind__in=NUMBERED).exists()

    def others_of_councillor(self) -> LossQuerySet:
        """Earlier and later losses of the same person: a pattern, for the Monitoring Officer."""
        return Loss.objects.filter(councillor=self.councillor).exclude(pk=self.pk)

    def references(self) -> RecordQuerySet[PoliceReference]:
        """Those of the police, in the order in which they came."""
        return self.police_references.order_by("pk")


class LossStep(models.TextChoices):
    """What was done in a case."""

    RECORDED = "recorded", _("Reported")
    NOTE = "note", _("Note")
    KIND = "kind", _("Kind of loss corrected")
    LOCK_ASKED = "lock_asked", _("Lock asked for")
    LOCKED = "locked", _("Lock confirmed")
    WIPE_ASKED = "wipe_asked", _("Wipe asked for")
    WIPED = "wiped", _("Wipe confirmed")
    POLICE = "police", _("Police reference added")
    POLICE_WAIVED = "police_waived", _("Police reference no longer asked for")
    REPAIR = "repair", _("Sent to the workshop")
    REPAIRED = "repaired", _("Repaired")
    FOUND = "found", _("Found again")
    MISSING_AGAIN = "missing_again", _("Missing after all")
    BACK_IN_USE = "back_in_use", _("Checked, and back in use")
    KEPT = "kept", _("Checked, wiped and kept by the desk")
    REPLACED = "replaced", _("Replaced")
    HANDED_BACK = "handed_back", _("Handed back to the desk")
    WRITTEN_OFF = "written_off", _("Written off")
    LET_GO = "let_go", _("No longer enrolled")
    COST_PROPOSED = "cost_proposed", _("Cost: the councillor is asked")
    COST_COMMENT = "cost_comment", _("Cost: the councillor commented")
    COST_DECIDED = "cost_decided", _("Cost decided")
    COST_AGREED = "cost_agreed", _("Cost: the councillor agreed that it is deducted")
    COST_APPEALED = "cost_appealed", _("Cost: the councillor appealed")
    CLOSED = "closed", _("Closed")


class LossEvent(Record):
    """A line of the case: what was done, when that was, and in whose words."""

    loss = models.ForeignKey(Loss, models.PROTECT, related_name="events")
    what = models.CharField(max_length=20, choices=LossStep)
    happened_at = models.DateTimeField(help_text="As the person said")
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            one_of("what", LossStep),
            implies("note_has_words", Q(what="note"), ~Q(words="")),
            holds("happened_before_entered", Q(happened_at__lte=F("entered_at"))),
        ]

    def __str__(self) -> str:
        return str(LossStep(self.what).label)
