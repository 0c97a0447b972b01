"""An incident as its page shows it: what is known, how each controller stands, what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from phonenumbers import Leniency, PhoneNumberMatcher

from breaches.citing import cited_clause
from breaches.countdown import Clock, clock
from breaches.machines import RUNNING
from breaches.models import Incident, IncidentStep, Part, Referral
from breaches.notifying import facts as notifying
from breaches.steps import FOR_EVERYBODY
from breaches.triaging.checks import may_assess, may_handle
from councilgov.access import Right
from councilgov.capacity import Capacity, Controller
from councilgov.days import deadline_in_words, moment_in_words
from councilgov.forms.timeline import Event, newest_first
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from breaches.assessments import AssessmentQuerySet
    from breaches.models import Assessment, IncidentEvent
    from councilgov.forms.templatetags.govuk import Link, SummaryRow
    from councilgov.people.models import User


class Side(NamedTuple):
    """One controller's part, as the page shows it to this person."""

    row: Assessment
    clock: Clock | None
    known: list[SummaryRow]
    note: str
    is_own: bool
    may_authorise: bool

    @property
    def name(self) -> str:
        """Whose part it is; to the councillor themselves, theirs."""
        return _("Your ward’s records") if self.is_own else self.row.named_controller


def timeline(incident: Incident, user: User) -> list[Event]:
    """Newest first, without what stands in another councillor's log. Whoever does not look into it
    reads how far it is, and their own words; officers' words are their own. One query, however much
    was done.
    """
    looks, name = incident.is_read_by(user), named(incident, user)
    of_all = Q(assessment=None) if looks else Q(what__in=FOR_EVERYBODY) | Q(entered_by=user)
    read = of_all | Q(assessment__in=incident.assessments.read_by(user))
    rows = incident.events.filter(read).select_related("entered_by")
    is_whole = incident.erased_at is None
    return newest_first(
        Event(
            row.happened_at,
            str(row),
            _who(row, incident, name),
            row.words if is_whole and _is_read(row, user, looks=looks) else "",
        )
        for row in rows
    )


def _who(row: IncidentEvent, incident: Incident, name: Callable[[User], str]) -> str:
    """Who did it; of a report that somebody else wrote down, both."""
    reporter = incident.reported_by
    if row.what != IncidentStep.RECORDED or row.entered_by_id == incident.reported_by_id:
        return name(row.entered_by)
    told = {"name": name(row.entered_by), "teller": name(reporter) if reporter else ""}
    told["teller"] = told["teller"] or _("Somebody without an account")
    return _("%(teller)s. Written down by %(name)s") % told


def _is_read(row: IncidentEvent, user: User, *, looks: bool) -> bool:
    """Whether they read what was said, beside that it was."""
    return looks or row.assessment_id is not None or row.entered_by == user


def knows_reporter(incident: Incident, user: User) -> bool:
    """Whoever reports something is named to those who look into it, and to no other councillor."""
    return incident.is_looked_into_by(user) or user.pk == incident.reported_by_id


def named(incident: Incident, user: User) -> Callable[[User], str]:
    """How somebody is named to this person."""
    hidden = None if knows_reporter(incident, user) else incident.reported_by_id
    return lambda one: _("Who reported it") if one.pk == hidden else one.full_name


def known(incident: Incident, user: User, *, on_paper: bool = False) -> list[SummaryRow]:
    """What was reported, with each of its moments. On paper no link stands beside it."""
    looks = incident.is_read_by(user)
    rows = [
        (_("In which way"), incident.get_category_display()),
        (_("What the policy says"), _cited(incident, on_paper=on_paper)),
        (_("What happened"), incident.happened),
        (_("Whose work it was"), _whose(incident)),
        (_("Which information"), incident.data_told),
        (_("Happened"), _moment(incident.occurred_at)),
        (_("Noticed"), deadline_in_words(incident.noticed_at)),
        (_("Reported"), _reported(incident, user)),
        (_("Looked into by"), incident.handler.full_name if incident.handler else ""),
        (_("What was found"), _found(incident)),
        (_("Why it could happen"), incident.get_cause_display() if looks else ""),
        (_("Contained"), _moment(incident.contained_at)),
        (_("Number in the council’s register"), _number(incident, user)),
    ]
    shown: list[SummaryRow] = [{"key": key, "value": value} for key, value in rows if value]
    shown += _looked_into_as(incident, user)
    if not may_handle(incident, user):
        return shown
    shown += _parts(incident)
    return (
        shown if on_paper else [*shown, *_handed_over(incident, user), *_complaints(incident, user)]
    )


def _complaints(incident: Incident, user: User) -> Iterator[SummaryRow]:
    """Complaints of the public about the same thing, for who may see those too."""
    if user.has_perm(Right.SEE_COMPLAINTS):
        for link in incident.complaints.visible_to(user).with_row():
            row = link.complaint
            action: Link = {
                "text": _("Open"),
                "href": row.get_absolute_url(),
                "hidden": row.reference,
            }
            value = f"{row.reference}, {row.get_status_display()}"
            yield {"key": _("Complaint about the same thing"), "value": value, "actions": [action]}


def _handed_over(incident: Incident, user: User) -> Iterator[SummaryRow]:
    """Its conduct side, for the officers who could hand it over again."""
    if user.has_perm(Right.REFER):
        rows = Referral.objects.of_record(incident).without(user).select_related("sent_by")
        for row in rows:
            value = f"{row.sent_by}, {moment_in_words(row.sent_at)}"
            yield {"key": _("Conduct side handed over"), "value": value}


def _parts(incident: Incident) -> list[SummaryRow]:
    """Who has a part in it, for those who look into it: each can be taken back."""
    return [
        {
            "key": _("Has a part in it"),
            "value": str(row),
            "actions": [
                {
                    "text": _("Take back"),
                    "href": reverse("breaches:take_back_part", args=[incident.reference, row.pk]),
                    "hidden": str(row),
                }
            ]
            if row.part != Part.KEPT_OUT
            else [],
        }
        for row in incident.involved.select_related("person")
    ]


WHOSE = {
    Capacity.COUNCIL: _lazy("The council’s"),
    Capacity.WARD: _lazy("A ward councillor’s, who answers for the information"),
    Capacity.OUTSIDE_BODY: _lazy("An outside body’s"),
}
"""Whose work it was, as whoever reported it said."""


def _whose(incident: Incident) -> str:
    return str(WHOSE[Capacity(incident.capacity)]) if incident.capacity else ""


def _cited(incident: Incident, *, on_paper: bool) -> str:
    """The clause as it was published, with the way to it."""
    clause = cited_clause(incident)
    if clause is None:
        return ""
    instead = _instead_of_numbers(clause.wording)
    if on_paper:
        return " ".join(filter(None, [f"“{clause.wording}” ({incident.cited})", instead]))
    link = '“{}”<br><a class="govuk-link" href="{}">{}</a>{}'
    beside = format_html("<br>{}", instead) if instead else ""
    at = incident.address_of_clause
    return format_html(link, clause.wording, at, incident.cited, beside)


def _instead_of_numbers(wording: str) -> str:
    """Whom to ring now, beside a text that names another number; nothing if it names none."""
    if not any(PhoneNumberMatcher(wording, "GB", leniency=Leniency.POSSIBLE)):
        return ""
    phone = Council.objects.the().information_team_phone
    told = _("The number in this text is the one of its day. Ring %(phone)s now.")
    return told % {"phone": phone}


def _moment(moment: datetime | None) -> str:
    return deadline_in_words(moment) if moment else ""


def _reported(incident: Incident, user: User) -> str:
    reporter = incident.reported_by
    told = {
        "moment": deadline_in_words(incident.reported_at),
        "name": reporter.full_name if reporter else incident.teller,
        "via": incident.get_reported_via_display().lower(),
    }
    if not knows_reporter(incident, user):
        return _("%(moment)s (%(via)s)") % told
    return _("%(moment)s, by %(name)s (%(via)s)") % told


def _looked_into_as(incident: Incident, user: User) -> list[SummaryRow]:
    """Where it is looked into, if it was reported twice."""
    same = incident.same_as
    if same is None:
        return []
    told = _("It is looked into as %(reference)s") % {"reference": same.reference}
    seen = Incident.objects.visible_to(user).filter(pk=same.pk).exists()
    link: Link = {"text": _("Open"), "href": same.get_absolute_url(), "hidden": same.reference}
    return [{"key": _("Reported twice"), "value": told, "actions": [link] if seen else []}]


def _number(incident: Incident, user: User) -> str:
    return incident.corporate_reference if incident.is_looked_into_by(user) else ""


def _found(incident: Incident) -> str:
    if incident.ruled_at is None:
        return ""
    told = {
        "found": incident.found,
        "why": incident.ruled_because,
        "moment": deadline_in_words(incident.ruled_at),
    }
    return _("%(found)s. %(why)s (%(moment)s)") % told


def sides(incident: Incident, user: User, *, is_short: bool = False) -> list[Side]:
    """Each controller's part that they see; ``is_short`` where those of the councillors stand in a
    list. Two queries, however many there are.
    """
    rows = incident.assessments.visible_to(user)
    if is_short:
        rows = rows.filter(Q(councillor=None) | Q(councillor=user))
    return [_side(row, incident, user) for row in _whole(rows)]


def side(incident: Incident, part: int, user: User) -> Side | None:
    """One part of it, if this person sees it."""
    row = _whole(incident.assessments.visible_to(user)).filter(pk=part).first()
    return _side(row, incident, user) if row else None


def _whole(rows: AssessmentQuerySet) -> AssessmentQuerySet:
    found = rows.with_row().select_related(
        "regulator_decided_by", "people_decided_by", "advised_by"
    )
    return found.prefetch_related("notifications")


def _side(row: Assessment, incident: Incident, user: User) -> Side:
    row.incident = incident
    is_own = row.councillor_id == user.pk
    note = "" if is_own else _note(row)
    return Side(
        row=row,
        clock=clock(row, timezone.now()),
        known=_advice(row, user) if note else list(_known(row, user)),
        note=note,
        is_own=is_own,
        may_authorise=is_own and row.authorised_at is None and incident.is_open,
    )


def _note(row: Assessment) -> str:
    """What is said instead of what was decided, where that is not for the council to read."""
    if row.controller == Controller.OUTSIDE_BODY:
        return _("It answers for this information and decides itself. Make sure that it is told.")
    if row.is_shut:
        return _("They decide themselves, and have not let the council report for them.")
    return ""


def _advice(row: Assessment, user: User) -> list[SummaryRow]:
    """The Data Protection Officer advises whoever decides."""
    advises = user.has_perm(Right.ADVISE_ON_BREACH) and not row.incident.has_part(user)
    return [_line(row, _("Advice"), advice(row), advises, "advise")]


def advice(row: Assessment) -> str:
    """What the Data Protection Officer wrote, and when."""
    return _signed(row.advice, row.advised_by, row.advised_at) or _("None yet")


def _known(row: Assessment, user: User) -> Iterator[SummaryRow]:
    assesses = may_assess(row, user)
    aware = f"{deadline_in_words(row.aware_at)}. {row.aware_because}".removesuffix(". ")
    yield _line(row, _("Aware since"), aware, assesses, "set_aware")
    yield _line(row, _("Severity"), severity(row), assesses, "work_out")
    yield from _advice(row, user)
    decides = row.decides(user)
    yield _line(row, _("Tell the regulator?"), regulator(row), decides, "decide_regulator")
    yield _line(row, _("Tell the people?"), people(row), decides, "decide_people")
    yield from notifying.lines(row, user)


LINKS = {
    "set_aware": _lazy("Change"),
    "work_out": _lazy("Work out"),
    "advise": _lazy("Advise"),
    "decide_regulator": _lazy("Decide"),
    "decide_people": _lazy("Decide"),
}


DECIDED = {
    "decide_regulator": "regulator_because",
    "decide_people": "people_because",
    "advise": "advice",
    "work_out": "severity",
}
"""What is filled once it was done: it can be changed."""


def _line(row: Assessment, key: str, value: str, may: bool, page: str) -> SummaryRow:
    links: list[Link] = []
    if may and row.incident.status in RUNNING:
        href = reverse(f"breaches:{page}", args=[row.incident.reference, row.pk])
        is_new = page not in DECIDED or not getattr(row, DECIDED[page])
        text = LINKS[page] if is_new else LINKS["set_aware"]
        links = [{"text": str(text), "href": href, "hidden": key}]
    return {"key": key, "value": value, "actions": links}


def severity(row: Assessment) -> str:
    """The score, and what goes with it."""
    if row.severity is None:
        return _("Not worked out")
    told = [_("%(score)s, %(band)s") % {"score": f"{row.severity:.2f}", "band": row.band}]
    if row.more_than_100:
        told.append(_("More than 100 people."))
    if row.is_unintelligible:
        told.append(_("It was encrypted, and the key is safe."))
    if row.goes_against_score():
        told.append(_("The decision goes against the score."))
    return ". ".join(told[:1]) + (". " + " ".join(told[1:]) if told[1:] else "")


def _signed(words: str, who: User | None, moment: datetime | None) -> str:
    """What somebody wrote, with who it was and when."""
    if who is None or moment is None:
        return words
    return f"{words} ({who.full_name}, {deadline_in_words(moment)})"


def regulator(row: Assessment) -> str:
    """Whether the regulator is told, why, and who decided so."""
    words = str(row.get_regulator_display())
    why = _signed(row.regulator_because, row.regulator_decided_by, row.regulator_decided_at)
    return f"{words}: {why}" if why else words


def people(row: Assessment) -> str:
    """Whether the people are told, why, and who decided so."""
    words = str(row.get_people_display())
    if row.exemption:
        words = f"{words}. {row.get_exemption_display()}"
    why = _signed(row.people_because, row.people_decided_by, row.people_decided_at)
    return f"{words}: {why}" if why else words
