"""Access holds: what may follow when a councillor does not sign, decided by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, UniqueConstraint
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.constraints import NAME, holds, iff, implies, one_of, together
from councilgov.records import RecordQuerySet, Staged
from policies.acknowledgements import Acknowledgement
from policies.machines import HOLD_MOVES, OPEN_HOLDS, HoldStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Self

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User


class Service(models.TextChoices):
    """What a hold may cut. Never the portal, summons, agenda papers or a way to report something:
    they are not in this list, and the database knows no other.
    """

    REMOTE_NETWORK = "remote_network", _("The council's network from outside its buildings")
    SHARED_FILES = "shared_files", _("Shared files that hold no agenda papers")
    CHAT = "chat", _("Chat and video meetings that are no council meetings")
    PERSONAL_DEVICES = "personal_devices", _("Council data on devices of one's own")
    VISITOR_WIFI = "visitor_wifi", _("The wireless network for one's own devices")


class AccessHoldQuerySet(RecordQuerySet["AccessHold"]):
    def open(self) -> Self:
        """Not undone, refused or dropped yet."""
        return self.filter(status__in=OPEN_HOLDS)

    def to_decide(self) -> Self:
        return self.filter(status=HoldStatus.PROPOSED)

    def to_carry_out(self) -> Self:
        """What the ICT desk has to do now, or to undo."""
        return self.filter(status__in=[HoldStatus.ORDERED, HoldStatus.LIFTED])

    def unlifted(self) -> Self:
        """Proposed, ordered or in place: what ends at once when its councillor signs."""
        return self.open().exclude(status=HoldStatus.LIFTED)

    def pointless(self, now: datetime) -> Self:
        """Unlifted, though nothing is to be signed any more, or its councillor is out of office."""
        to_sign = Acknowledgement.objects.to_sign(now).values("pk")
        return self.unlifted().exclude(acknowledgement__in=to_sign)

    def with_row(self) -> Self:
        """With all that a row of the list shows."""
        return self.select_related(
            "acknowledgement__councillor", "acknowledgement__version__policy"
        ).defer("acknowledgement__version__clauses", "acknowledgement__version__gaps")

    def visible_to(self, user: User) -> Self:
        """Everybody's to those who work on them; to others their own, once decided."""
        if user.has_perm(Right.SEE_HOLDS):
            return self
        mine = self.filter(acknowledgement__councillor=user)
        return mine.exclude(decided_at=None).exclude(status=HoldStatus.REFUSED)


class AccessHold(Staged):
    """An instruction to the ICT desk to cut some services of one councillor until they sign.

    Members' services propose it, the Monitoring Officer decides it with reasons, the desk does it
    and undoes it. It is lifted at once by signing, and by whatever else ends the request.
    """

    MOVES = HOLD_MOVES

    acknowledgement = models.ForeignKey(
        Acknowledgement, models.PROTECT, related_name="access_holds"
    )
    status = models.CharField(max_length=20, choices=HoldStatus, default=HoldStatus.PROPOSED)
    services: ArrayField[list[str], list[str]] = ArrayField(
        models.CharField(max_length=20, choices=Service)
    )
    authority = models.CharField(
        max_length=300,
        help_text="The council's decision that allows it, as the settings cite it",
    )
    proposal = models.TextField(help_text="Why it is proposed")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    reasons = models.TextField(blank=True, help_text="Why it was ordered or refused")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Empty where the portal lifted it, as nothing was to be signed any more",
    )
    lifted_because = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AccessHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            one_of("status", HoldStatus),
            UniqueConstraint(
                "acknowledgement",
                name=NAME + "one_open",
                condition=Q(status__in=sorted(OPEN_HOLDS)),
                violation_error_message=_("A hold is proposed or in place for them already."),
            ),
            holds("cuts_something", Q(services__len__gte=1)),
            holds("cuts_only_what_it_may", Q(services__contained_by=Service.values)),
            holds("cites_the_decision", ~Q(authority="")),
            holds("is_proposed_with_reasons", ~Q(proposal="")),
            together("decided_at", "decided_by"),
            iff("reasons_when_decided", ~Q(decided_at=None), ~Q(reasons="")),
            holds(
                "decided_by_another",
                Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                refusal=_("Somebody other than whoever proposed the hold decides on it."),
            ),
            together("done_at", "done_by"),
            implies("done_when_decided", ~Q(done_at=None), ~Q(decided_at=None)),
            together("undone_at", "undone_by"),
            implies("lifted_by_when_lifted", ~Q(lifted_by=None), ~Q(lifted_at=None)),
            iff("reason_when_lifted", ~Q(lifted_at=None), ~Q(lifted_because="")),
            implies(
                "decided_when_ordered",
                Q(status__in=["ordered", "in_place", "lifted", "undone", "refused"]),
                ~Q(decided_at=None),
            ),
            iff(
                "done_when_in_place",
                Q(status__in=["in_place", "lifted", "undone"]),
                ~Q(done_at=None),
            ),
            iff("undone_when_undone", Q(status="undone"), ~Q(undone_at=None)),
        ]

    def __str__(self) -> str:
        told = {"name": self.councillor.full_name, "version": self.acknowledgement.version}
        return gettext("the access hold of %(name)s for %(version)s") % told

    def get_absolute_url(self) -> str:
        return reverse("policies:hold", args=[self.pk])

    @property
    def councillor(self) -> User:
        return self.acknowledgement.councillor

    @property
    def is_open(self) -> bool:
        """Not undone, refused or dropped yet."""
        return self.status in OPEN_HOLDS

    @property
    def is_known(self) -> bool:
        """To the councillor: it was ordered, whatever became of it."""
        return self.decided_at is not None and self.status != HoldStatus.REFUSED

    @property
    def cuts(self) -> Sequence[StrOrPromise]:
        """What it cuts, in words."""
        return [Service(service).label for service in self.services]
