"""The outbox: one row for each message to one person, written in the transaction of its cause."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import iff, one_of, together
from councilgov.notices import digests
from councilgov.notices.kinds import NoticeKind, Urgency, kind_of, kinds, to_outsiders
from councilgov.notices.waking import wake
from councilgov.people.models import Suspension, TermOfOffice, User

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from django_stubs_ext import StrOrPromise

    from councilgov.notices.kinds import Outsider

T = TypeVar("T")

OF_ACCOUNTS = ("account_", "invitation")
BATCH = 2_000
# Longer than a mail server may take: 20 seconds (EMAIL_TIMEOUT) for each step of a conversation.
LEASE = timedelta(minutes=5)

INSERT_NEW = """
    INSERT INTO notices_notice (key, to_id, about, kind, urgency, due_at, state, attempts,
                                message_id, last_error, address)
    SELECT key, to_id, about, %s, %s, %s, 'queued', 0, '', '', address
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[])
        AS new (key, to_id, about, address)
    ON CONFLICT (key) DO NOTHING
"""


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Could not be sent")
    CANCELLED = "cancelled", _("No longer needed")


class Trouble(models.TextChoices):
    """Why a message was not sent: the first word of its last error, before a code."""

    REFUSED = "refused", _("The mail server refuses this address.")
    UNSENT = "unsent", _("The mail server did not take it.")
    UNWRITTEN = "unwritten", _("The portal could not write it.")


class Dropped(models.TextChoices):
    """Why a message was cancelled: its last error."""

    NO_LONGER_TRUE = "no_longer_true", _("What it says was no longer true.")
    OVERTAKEN = "overtaken", _("A later message said it.")
    INACTIVE = "inactive", _("The account is closed.")
    NO_ADDRESS = "no_address", _("There is no email address.")
    NO_NUMBER = "no_number", _("There is no number for text messages.")
    DIED = "died", _("They have died.")


# From SENDING to SENDING: a worker died, and another takes the message over.
MOVES: Mapping[State, Set[State]] = {
    State.QUEUED: {State.SENDING, State.CANCELLED},
    State.SENDING: {State.SENDING, State.SENT, State.QUEUED, State.DEAD, State.CANCELLED},
    State.DEAD: {State.QUEUED},
    State.SENT: set(),
    State.CANCELLED: {State.QUEUED},  # there was no mailbox, and now there is
}
UNDONE = Q(state__in=[State.QUEUED, State.SENDING])


class NoticeQuerySet(models.QuerySet["Notice"]):
    def undone(self) -> Self:
        """Waiting, or being sent."""
        return self.filter(UNDONE)

    def dead(self) -> Self:
        """Given up: somebody has to look at the address or at the mail server."""
        return self.filter(state=State.DEAD)

    def refused(self) -> Self:
        """Given up because the mail server refuses the person's address, and still does.

        A mail that got through later shows that it works again. An address that they had before
        says nothing of theirs, nor does that of somebody without an account; for who has died
        nobody looks for another.
        """
        later = Notice.objects.filter(to=OuterRef("to"), address="", sent_at__gt=OuterRef("due_at"))
        later = later.exclude(kind__in=to_outsiders())
        refused = self.dead().filter(address="", last_error__startswith=Trouble.REFUSED)
        lives = ~Exists(TermOfOffice.objects.of_the_dead().filter(councillor=OuterRef("to")))
        return refused.filter(lives, ~Exists(later)).exclude(kind__in=to_outsiders())

    def missed(self, since: datetime) -> Self:
        """Due since then, at once, and cancelled because the person had no mailbox yet."""
        dropped = self.filter(state=State.CANCELLED, last_error=Dropped.NO_ADDRESS, address="")
        dropped = dropped.exclude(kind__in=to_outsiders())
        return dropped.filter(urgency=Urgency.NOW, due_at__gte=since)

    def about(self, rows: models.QuerySet[Any]) -> Self:
        """Whatever is about one of the rows, in one query by the index."""
        label = Value(f"{rows.model._meta.label_lower}:")
        names = rows.order_by().values_list(
            Concat(label, Cast("pk", models.TextField()), output_field=models.TextField()),
            flat=True,
        )
        return self.filter(about__in=names)

    def free(self, now: datetime) -> Self:
        """Due, and held by no worker that is still at it."""
        is_free = Q(state=State.QUEUED) | Q(state=State.SENDING, lease_until__lt=now)
        return self.filter(is_free, due_at__lte=now)

    def held(self, mail: Sequence[Notice]) -> Self:
        """Those of the mail that the worker who claimed it still holds."""
        keys = [notice.pk for notice in mail]
        return self.filter(state=State.SENDING, pk__in=keys, lease_until=mail[0].lease_until)

    def move(self, to: State, **values: Any) -> int:
        """Those that may go there do, in one statement; how many did."""
        starts = [start for start, ends in MOVES.items() if to in ends]
        return self.filter(state__in=starts).update(state=to, **{"lease_until": None} | values)

    def plan(
        self,
        kind: str,
        due: models.QuerySet[Any],
        *,
        to: str,
        cause: Sequence[str],
        due_at: datetime | None = None,
        address: str = "",
    ) -> int:
        """One row for each cause that has none yet, wherever and how often this runs; how many.

        ``due`` is what the messages are about, ``to`` the path from there to the person, ``cause``
        the paths to what makes a message another one: the check that is overdue and the stage,
        never the day on which a job noticed it. ``due_at`` is when at the earliest, if not now.
        ``address`` is the path to where it goes, if not to the person's address of the day.
        """
        untold = self.untold(kind, due, to=to, cause=cause)
        where = F(address) if address else Value("")
        paths = (to, "pk", where, *cause)
        plans = untold.values_list(*paths).iterator(chunk_size=BATCH)
        label = due.model._meta.label_lower
        new = (
            (":".join(map(str, (kind, *why, person))), person, f"{label}:{pk}", where)
            for person, pk, where, *why in plans
        )
        when = when_due(kind_of(kind), due_at or timezone.now())
        return sum(
            self._insert_new(kind_of(kind), batch, due_at=when) for batch in in_batches(new, BATCH)
        )

    def untold(
        self, kind: str, due: models.QuerySet[Any], *, to: str, cause: Sequence[str]
    ) -> models.QuerySet[Any]:
        """Those for which no such message was ever planned. Arguments as those of ``plan``."""
        parts = [Cast(OuterRef(path), models.TextField()) for path in (*cause, to)]
        colons = [part for one in parts for part in (Value(":"), one)]
        key = Concat(Value(kind), *colons, output_field=models.TextField())
        return due.filter(~Exists(Notice.objects.filter(key=key)))

    def _insert_new(
        self, kind: NoticeKind, rows: Iterable[tuple[str, int, str, str]], *, due_at: datetime
    ) -> int:
        # in the order of the keys, so that two planners never wait for one another
        columns = [list(column) for column in zip(*sorted(rows), strict=True)]
        values: list[Any] = [kind.name, kind.urgency, due_at, *columns]
        with connection.cursor() as cursor:
            cursor.execute(INSERT_NEW, values)
            new: int = cursor.rowcount
        if new:
            transaction.on_commit(wake)
        return new

    def claim(self, now: datetime) -> Sequence[Notice]:
        """The rows of the next mail, leased to this worker alone; none if nothing is due.

        One message that may go at any hour, else all reminders of one person at one address. The
        lease is committed when this returns: send after it, never inside a transaction.
        """
        while True:
            with transaction.atomic(durable=True):
                first = self._first(now)
                mail = self._mail_of(first, now) if first else []
            if mail or first is None:
                return mail

    def _first(self, now: datetime) -> Notice | None:
        """The oldest that is due and that no other worker is looking at.

        A reminder is locked with its person, so that no two workers share out one mail.
        """
        due = self.free(now).order_by("due_at", "pk")
        message = due.filter(urgency=Urgency.NOW)
        first = message.select_for_update(skip_locked=True, of=("self",)).first()
        if first or not digests.may_go(now):
            return first
        reminder = due.filter(urgency=Urgency.DIGEST).select_related("to")
        return reminder.select_for_update(skip_locked=True, no_key=True, of=("self", "to")).first()

    def _mail_of(self, first: Notice, now: datetime) -> Sequence[Notice]:
        """What goes as one mail, leased; nothing if the person has to be left in peace for now."""
        mail = self.filter(pk=first.pk)
        if first.urgency == Urgency.DIGEST:
            theirs = self.filter(to=first.to_id, address=first.address, urgency=Urgency.DIGEST)
            mail = theirs.free(now).filter(message_id=first.message_id).order_by("pk")
            if later := theirs.wait(first, now):
                mail.update(due_at=later)
                return []
        return mail.select_related("to").lease(until=now + LEASE)

    def wait(self, first: Notice, now: datetime) -> datetime | None:
        """Until when this reminder waits: one mail of them a day, and one open at a time.

        A mail that was tried goes again as it was: the mail server may know it already.
        """
        if self.filter(sent_at__gte=digests.start_of_day(now)).exists():
            return digests.next_morning(digests.start_of_next_day(now))
        is_open = self.undone().exclude(message_id__in=["", first.message_id]).first()
        if is_open is None:
            return None
        return max(is_open.lease_until or is_open.due_at, now + timedelta(minutes=1))

    def lease(self, *, until: datetime) -> Sequence[Notice]:
        """The rows, marked as one mail that is being sent, tried once more than before."""
        mail = list(self)
        lease = {
            "state": State.SENDING,
            "lease_until": until,
            "attempts": mail[0].attempts + 1,
            "message_id": mail[0].message_id or new_message_id(),
        }
        self.model.objects.filter(pk__in=[notice.pk for notice in mail]).update(**lease)
        for notice in mail:
            vars(notice).update(lease)
        return mail


class Notice(models.Model):
    """One message to one person.

    The key names kind, cause and person, so a run that is late, repeated or racing another never
    doubles one. No text is kept: it is made when it is sent, and so is a token in it.

    Not a ``Record``: the row is itself the account of what became of the message, in its own
    columns. A history table would keep three more copies of each row, for longer than the council
    may keep them, and planning could not be one statement.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    to = models.ForeignKey(User, models.PROTECT, related_name="notices", db_index=False)
    address = models.EmailField(
        blank=True, help_text="Where it goes, if not to the person's address of the day"
    )
    about = models.CharField(max_length=100, blank=True, help_text="app.model:pk")
    urgency = models.CharField(max_length=10, choices=Urgency)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(
        max_length=40, blank=True, help_text="The mail it goes in; reminders may share one"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True, help_text="A code, never a text")
    sent_again_at = models.DateTimeField(null=True, blank=True)
    sent_again_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            one_of("state", State),
            one_of("urgency", Urgency),
            iff("leased_while_sending", Q(state=State.SENDING), ~Q(lease_until=None)),
            iff("dated_when_sent", Q(state=State.SENT), ~Q(sent_at=None)),
            together("sent_again_at", "sent_again_by"),
        ]
        indexes = [
            models.Index(
                fields=["urgency", "due_at", "id"],  # the order in which they are claimed
                name="notices_notice_undone",
                condition=UNDONE,
            ),
            models.Index(fields=["to", "sent_at"], name="notices_notice_sent_to"),
            models.Index(fields=["about"], name="notices_notice_about"),
        ]

    def __str__(self) -> str:
        return f"Notice {self.key}"

    @property
    def is_to_outsider(self) -> bool:
        """It goes to somebody without an account, and ``to`` answers for it."""
        return self.kind in to_outsiders()

    @property
    def outsider(self) -> Outsider | None:
        """Who that is; None for somebody with an account, and once they are erased."""
        of_kind = kind_of(self.kind).outsider
        return of_kind(self) if of_kind else None

    @property
    def email(self) -> str:
        """Where it goes; empty for somebody without an account of whom nothing is left, and for
        somebody who has no mailbox yet.
        """
        if self.is_to_outsider:
            return self.outsider.email if self.outsider else ""
        return self.address or self._elsewhere() or self.to.email or ""

    def _elsewhere(self) -> str:
        """The address of their own that they gave while their mailbox is closed to them. What opens
        or guards an account goes there never: whoever gave another's would come in with it.
        """
        if self.kind.startswith(OF_ACCOUNTS):
            return ""
        return Suspension.objects.all().private_address_of(self.to_id, timezone.now())

    @property
    def cause(self) -> str:
        """What brought it about: the middle of the key."""
        return self.key.removeprefix(f"{self.kind}:").rpartition(":")[0]

    @property
    def rule(self) -> StrOrPromise:
        """Which rule sends it; nothing for a kind that is no more."""
        kind = kinds().get(self.kind)
        return kind.rule if kind else ""

    @property
    def trouble(self) -> str:
        """Why it was not sent, in words, with the code for whoever looks after the mail server."""
        trouble, _space, code = self.last_error.partition(" ")
        return f"{Trouble(trouble).label} ({code})" if code else ""

    @property
    def outcome(self) -> str:
        """What became of it, in words: sent, waiting, given up or dropped, and why."""
        why, state = self.trouble, str(State(self.state).label)
        if self.state == State.CANCELLED and self.last_error in Dropped.values:
            why = str(Dropped(self.last_error).label)
        return f"{state}. {why}" if why else state

    @property
    def subject(self) -> models.Model | None:
        """The row that the message is about, if it has one and it is still there."""
        if not self.about:
            return None
        label, _colon, pk = self.about.rpartition(":")
        found: models.Model | None = apps.get_model(label)._default_manager.filter(pk=pk).first()
        return found


def new_message_id() -> str:
    """Made once for each mail and kept whenever it is tried again. Short: long ones are folded."""
    return secrets.token_hex(12)


def when_due(kind: NoticeKind, moment: datetime) -> datetime:
    """When a message of the kind that is wanted from that moment on may go."""
    return digests.next_morning(moment) if kind.urgency == Urgency.DIGEST else moment


def in_batches(rows: Iterator[T], size: int) -> Iterator[list[T]]:
    while batch := list(islice(rows, size)):
        yield batch
