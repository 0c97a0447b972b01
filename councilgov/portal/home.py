"""What each person has to do today, in the order overdue, due, to do, done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from breaches.losing.hours import desk_is_open
from councilgov.access import Right, Role
from councilgov.days import day_in_words
from councilgov.notices.models import Notice
from councilgov.people.models import Council
from councilgov.portal.advice import advice_waiting
from councilgov.portal.contacting import channels_waiting, leavers_waiting
from councilgov.portal.elections import elections_waiting
from councilgov.portal.equipment import (
    Way,
    equipment_waiting,
    filters_waiting,
    losses_waiting,
)
from councilgov.portal.incidents import (
    holds_waiting,
    incidents_waiting,
    tasks_waiting,
    threats_waiting,
)
from councilgov.portal.leaving import cases_waiting
from councilgov.portal.talking import complaints_waiting, referrals_waiting
from policies.machines import PUBLIC
from policies.models import (
    AccessHold,
    Acknowledgement,
    AcknowledgementStatus,
    HoldStatus,
    PolicyVersion,
    RecordedSignature,
    VersionStatus,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User

SOON = timedelta(days=7)
LATELY = timedelta(days=30)
LAST = datetime.max.replace(tzinfo=UTC)


def things_to_do(
    asked: Sequence[Acknowledgement], today: date, equipment: Iterable[Task] = ()
) -> list[Task]:
    """The task list of a councillor: what is unsigned, soonest first, then what is done."""
    return [
        *(_to_sign(row, today) for row in asked if row.is_due),
        *equipment,
        *(_exempt(row) for row in asked if row.is_exempt),
        *(_disputed(row) for row in asked if row.is_disputed),
        *(_declined(row) for row in asked if row.status == AcknowledgementStatus.DECLINED),
        *(_done(row) for row in asked if row.is_signed),
    ]


def asked_of(user: User) -> list[Acknowledgement]:
    """What the councillor is asked to sign, is exempt from, disputes or signed lately."""
    since = timezone.now() - LATELY
    mine = Acknowledgement.objects.filter(councillor=user).with_version().with_recorded()
    open_ones = mine.to_sign(timezone.now())
    lately = mine.signed().filter(signed_at__gte=since)
    exempt = mine.exempt().of_open_versions().in_office(timezone.now())
    declined = mine.filter(status=AcknowledgementStatus.DECLINED).of_open_lines()
    found = open_ones | exempt | mine.disputed() | declined.in_office(timezone.now()) | lately
    rows = list(found.order_by("due_on", "pk").prefetch_related("exemptions"))
    for row in rows:
        row.councillor = user
    return rows


class Changed(NamedTuple):
    """A version to sign, and the older one that the councillor had signed."""

    version: PolicyVersion
    before: PolicyVersion


def changed_since_signed(user: User, asked: Sequence[Acknowledgement]) -> list[Changed]:
    """Of what is to be signed, those whose older version the councillor had signed: one query."""
    unsigned = [row.version for row in asked if row.may_still_sign]
    if not unsigned:
        return []
    mine = Acknowledgement.objects.filter(
        councillor=user, version__policy__in=[version.policy_id for version in unsigned]
    )
    signed = mine.signed().with_version().order_by("signed_at")
    last = {row.version.policy_id: row.version for row in signed}
    return [
        Changed(version, last[version.policy_id])
        for version in unsigned
        if version.policy_id in last
    ]


def _to_sign(row: Acknowledgement, today: date) -> Task:
    version = row.version
    status, colour = _status(row, today)
    return {
        "title": _("Sign %(policy)s, version %(number)s")
        % {"policy": version.policy.title, "number": version.number},
        "href": reverse("policies:policy", args=[version.policy.slug]),
        "hint": _("Sign by %(day)s.") % {"day": day_in_words(row.told_on)},
        "status": status,
        "colour": colour,
    }


def _status(row: Acknowledgement, today: date) -> tuple[str, str]:
    if row.is_overdue(today):
        return _("Overdue"), "red"
    days = (row.told_on - today).days
    if days == 0:
        return _("Due today"), "yellow"
    if timedelta(days) <= SOON:
        return ngettext("Due in %(n)s day", "Due in %(n)s days", days) % {"n": days}, "yellow"
    return _("To sign"), "blue"


def _exempt(row: Acknowledgement) -> Task:
    until = row.exempt_until
    return {
        "title": _("%(version)s: you may sign, but need not now") % {"version": row.version},
        "href": row.get_absolute_url(),
        "hint": _("You are exempt until %(day)s.") % {"day": day_in_words(until)} if until else "",
        "status": _("Exempt"),
        "colour": "grey",
    }


def _disputed(row: Acknowledgement) -> Task:
    return {
        "title": _("You dispute a signature of %(version)s") % {"version": row.version},
        "href": reverse("policies:receipt", args=[row.pk]),
        "hint": _("The Monitoring Officer decides. You need not do anything now."),
        "status": _("Waiting"),
        "colour": "grey",
    }


def _declined(row: Acknowledgement) -> Task:
    return {
        "title": _("You declined to sign %(version)s") % {"version": row.version},
        "href": row.get_absolute_url(),
        "hint": _("You may still read and sign it."),
        "status": _("Declined"),
        "colour": "grey",
    }


def _done(row: Acknowledgement) -> Task:
    version = row.version
    done: Task = {
        "title": _("You signed %(policy)s, version %(number)s")
        % {"policy": version.policy.title, "number": version.number},
        "href": reverse("policies:receipt", args=[row.pk]),
        "status": _("Completed"),
    }
    if row.is_recorded and row.recorded.is_disputable:
        until = day_in_words(row.recorded.disputable_until)
        told = _("An officer recorded this. If you did not sign, say so by %(day)s.")
        done["hint"] = told % {"day": until}
    return done


def summaries(user: User) -> Iterator[dict[str, object]]:
    """For those who keep the register: how far each policy in force is signed. Two queries.

    Each major number once, under the version that is in force, or else will be.
    """
    if not user.has_perm(Right.SEE_REGISTER):
        return
    asked = Acknowledgement.objects.in_office(timezone.now()).by_line(timezone.localdate())
    counts = {(row["version__policy"], row["version__major"]): row for row in asked}
    for version in PolicyVersion.objects.open_to_sign().one_of_each_line().without_text():
        if row := counts.get((version.policy_id, version.major)):
            yield {"version": version, **row}


class OwnGroup(NamedTuple):
    """What a leader sees of the group that they lead: no more than whether it is done."""

    asked: int
    signed: int

    @property
    def not_signed(self) -> int:
        return self.asked - self.signed


def own_group(user: User) -> OwnGroup | None:
    """How far their group has signed, while the settings cite the council's decision that leaders
    see it; None for who leads none, and without it. Two queries.
    """
    if not (user.has_perm(Right.SEE_OWN_GROUP) and Council.objects.the().leaders_decision):
        return None
    return OwnGroup(**Acknowledgement.objects.of_group_led_by(user).for_register().tally())


def waiting(user: User) -> Iterator[Way]:
    """What waits for an officer: first that of which the hours count, then a loss that nobody has
    checked, then what is due, the soonest first. Each number is that of the list behind its link.
    """
    yield from incidents_waiting(user)
    yield from losses_waiting(user)
    yield from threats_waiting(user)
    yield from tasks_waiting(user)
    yield from sorted(_others(user), key=lambda way: way.due_at or LAST)


def _others(user: User) -> Iterator[Way]:
    """What has a day of its own, and what has none."""
    yield from advice_waiting(user)
    yield from complaints_waiting(user)
    yield from referrals_waiting(user)
    yield from holds_waiting(user)
    yield from _statements(user)
    yield from equipment_waiting(user)
    yield from channels_waiting(user)
    yield from cases_waiting(user)
    yield from filters_waiting(user)
    yield from leavers_waiting(user)
    yield from elections_waiting(user)
    yield from _disputes(user)
    yield from _holds(user)
    yield from _work_in_hand(user)
    if user.has_perm(Right.SEE_UNSENT_NOTICES) and (count := Notice.objects.dead().count()):
        told = ngettext(
            "%(n)s message could not be sent", "%(n)s messages could not be sent", count
        )
        yield Way(told % {"n": count}, reverse("notices:unsent"))
    yield from _refused_mail(user)


def _statements(user: User) -> Iterator[Way]:
    if user.has_perm(Right.SEE_STATEMENTS) and (
        count := Acknowledgement.objects.unsettled().count()
    ):
        told = ngettext(
            "%(n)s objection or refusal not yet dealt with",
            "%(n)s objections and refusals not yet dealt with",
            count,
        )
        yield Way(told % {"n": count}, f"{reverse('policies:statements')}?statement=open")


def _refused_mail(user: User) -> Iterator[Way]:
    """Addresses that the mail server refuses: somebody has to find out the right one."""
    people = Notice.objects.refused().order_by().values("to").distinct()
    if user.has_perm(Right.INVITE) and (count := people.count()):
        told = ngettext("Mail to %(n)s person is refused", "Mail to %(n)s people is refused", count)
        yield Way(told % {"n": count}, f"{reverse('accounts:people')}?mail=refused")


def _disputes(user: User) -> Iterator[Way]:
    if not user.has_perm(Right.SETTLE_DISPUTE):
        return
    if count := RecordedSignature.objects.unsettled().count():
        told = ngettext(
            "%(n)s disputed signature to decide on",
            "%(n)s disputed signatures to decide on",
            count,
        )
        yield Way(told % {"n": count}, f"{reverse('policies:disputes')}?dispute=open")


def _holds(user: User) -> Iterator[Way]:
    """Access holds to decide on, and to carry out or undo."""
    address = reverse("policies:holds") if user.has_perm(Right.SEE_HOLDS) else ""
    if user.has_perm(Right.DECIDE_HOLD) and (count := AccessHold.objects.to_decide().count()):
        told = ngettext("%(n)s access hold to decide on", "%(n)s access holds to decide on", count)
        yield Way(told % {"n": count}, f"{address}?status=proposed")
    if user.has_perm(Right.CARRY_OUT_HOLD) and (count := AccessHold.objects.to_carry_out().count()):
        told = ngettext(
            "%(n)s access hold to carry out or undo",
            "%(n)s access holds to carry out or undo",
            count,
        )
        yield Way(told % {"n": count}, f"{address}?status=ordered&status=lifted")


DRAFTS = "policies:drafts"
IN_HAND = (
    (
        Right.COMMENT_ON_DRAFT,
        DRAFTS,
        [VersionStatus.IN_REVIEW],
        ngettext_lazy("%(n)s draft to comment on", "%(n)s drafts to comment on", "n"),
    ),
    (
        Right.RECORD_DECISION,
        "policies:decisions",
        [VersionStatus.SUBMITTED],
        ngettext_lazy(
            "%(n)s policy before a body: record what it decides",
            "%(n)s policies before a body: record what it decides",
            "n",
        ),
    ),
    (
        Right.DRAFT_POLICY,
        DRAFTS,
        [VersionStatus.RECOMMENDED_AS_AMENDED, VersionStatus.APPROVED_AS_AMENDED],
        ngettext_lazy(
            "%(n)s policy that a body amended: enter or certify its text",
            "%(n)s policies that a body amended: enter or certify their texts",
            "n",
        ),
    ),
    (
        Right.PUBLISH_POLICY,
        DRAFTS,
        [VersionStatus.APPROVED, VersionStatus.CERTIFIED],
        ngettext_lazy("%(n)s policy to publish", "%(n)s policies to publish", "n"),
    ),
)
"""What waits in which status: for whom, on which page, and in which words."""


def _work_in_hand(user: User) -> Iterator[Way]:
    """What is on its way to publication and waits for this person: one query."""
    if not user.has_perm(Right.SEE_DRAFTS):
        return
    seen = PolicyVersion.objects.visible_to(user).exclude(status__in=PUBLIC)
    counts = dict(seen.order_by().values_list("status").annotate(count=Count("pk")))
    for right, page, statuses, told in IN_HAND:
        count = sum(counts.get(status, 0) for status in statuses)
        if count and user.has_perm(right):
            asked = [("status", status) for status in statuses] if page == DRAFTS else None
            yield Way(told % {"n": count}, reverse(page, query=asked))


def held_back(user: User) -> list[AccessHold]:
    """What is cut, or about to be, because this person has not signed: one query."""
    mine = AccessHold.objects.filter(acknowledgement__councillor=user).with_row()
    return list(mine.filter(status__in=[HoldStatus.ORDERED, HoldStatus.IN_PLACE]))


class Contact(NamedTuple):
    """Somebody to ring."""

    name: str
    phone: str


def contacts(user: User) -> list[Contact]:
    """Whom to ring: nobody is told to ring themselves."""
    council = Council.objects.the()
    known = {
        Role.MONITORING_OFFICER: (_("Monitoring Officer"), council.monitoring_officer_phone),
        Role.ICT_DESK: _desk(council),
        Role.MEMBERS_SERVICES: (_("Members’ services"), council.members_services_phone),
    }
    if user.is_councillor:
        del known[Role.MEMBERS_SERVICES]
    return [Contact(*contact) for role, contact in known.items() if role not in user.roles]


def _desk(council: Council) -> tuple[str, str]:
    """The desk; out of its hours the number that somebody answers, if there is one."""
    if council.desk_night_phone and not desk_is_open(timezone.now()):
        return _("The ICT service desk is shut. Until it opens:"), council.desk_night_phone
    return _("ICT service desk"), council.desk_phone
