"""What a record of a decision must fulfil before it is kept. Everything here refuses in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import day_in_words, in_london, today
from councilgov.people.council import NationOf
from councilgov.people.models import Council
from councilgov.records import Refused
from policies.decisions import APPROVALS, RECOMMENDATIONS, plain_name
from policies.models import EDITABLE, Body, Outcome, PolicyKind, VersionStatus
from policies.votes import COUNTED, Method

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from policies.models import Decision, Policy, PolicyVersion, Stage

AFTER: dict[str, VersionStatus] = {
    Outcome.APPROVED: VersionStatus.APPROVED,
    Outcome.APPROVED_AS_AMENDED: VersionStatus.APPROVED_AS_AMENDED,
    Outcome.RECOMMENDED_AS_AMENDED: VersionStatus.RECOMMENDED_AS_AMENDED,
    Outcome.REFERRED_BACK: VersionStatus.REFERRED_BACK,
    Outcome.DEFERRED: VersionStatus.DEFERRED,
    Outcome.REJECTED: VersionStatus.REJECTED,
}
"""Where each outcome sends a version. What is noted, commented on or recommended stays put."""
STILL_BEFORE = frozenset({Outcome.NOTED, Outcome.COMMENTED, Outcome.DEFERRED})
"""After these a version is still before the body that has the last word, or comes back to it."""
FINAL: list[Outcome] = [
    outcome for outcome in Outcome if outcome not in RECOMMENDATIONS | {Outcome.WITHDRAWN}
]
"""What is published is withdrawn by an act of its own."""
ADVISORY: list[Outcome] = [
    outcome
    for outcome in Outcome
    if outcome not in APPROVALS | {Outcome.REJECTED, Outcome.WITHDRAWN}
]
"""A body that only recommends ends nothing for the one that decides: it refers it back."""


def open_stage(version: PolicyVersion) -> Stage | None:
    """The body that has it before it now; None where no way was laid down, as for imports."""
    return next((stage for stage in version.stages.all() if stage.decision_id is None), None)


def is_last(stage: Stage | None) -> bool:
    """Whether the body decides. The others recommend."""
    return stage is None or stage == max(stage.version.stages.all(), key=lambda one: one.position)


def outcomes_of(stage: Stage | None) -> list[Outcome]:
    """What the body may do: the last one decides, the others recommend to the next one."""
    return FINAL if is_last(stage) else ADVISORY


def ends_stage(outcome: str, stage: Stage) -> bool:
    """Whether the body has done its part.

    A body on the way has had its say once it noted or commented on the text; what is deferred
    comes back to the same body.
    """
    if outcome == Outcome.DEFERRED:
        return False
    return not is_last(stage) or outcome not in STILL_BEFORE


def check_decision(
    decision: Decision,
    versions: Sequence[PolicyVersion],
    attendances: Sequence[Mapping[str, str]] = (),
) -> None:
    """Raise ``Refused`` where the record contradicts itself, or the body may not decide this."""
    if not versions:
        raise Refused(_("Select what was decided on."), field="versions")
    _check_has_met(decision)
    check_votes(decision)
    _check_dissent(decision)
    _check_attendances(decision, attendances)
    for version in versions:
        _check_version(decision, version)


OFF_AGENDA = gettext_noop("Taking it off the agenda")


def check_no_draft(policy: Policy) -> None:
    """Raise ``Refused`` while a draft of the policy is in hand."""
    if draft := policy.versions.filter(status__in=EDITABLE).first():
        raise Refused(
            _("Version %(number)s is a draft already. Go on with it, or discard it first.")
            % {"number": draft.number}
        )


def check_may_reopen(version: PolicyVersion) -> None:
    """Raise ``Refused`` unless a body referred it back, and while another draft is in hand."""
    version.check_move(VersionStatus.DRAFT, gettext_noop("A new draft"))
    if version.status != VersionStatus.REFERRED_BACK:
        raise Refused(_("No body referred %(version)s back.") % {"version": version})
    check_no_draft(version.policy)


def check_may_take_off(version: PolicyVersion) -> None:
    """Raise ``Refused`` once a body on its way has had its say, and while another draft is in hand.

    A way that ended with a referral back counts no more: another was laid down since.
    """
    version.check_move(VersionStatus.DRAFT, OFF_AGENDA)
    if version.status != VersionStatus.SUBMITTED:
        raise Refused(
            _("%(version)s is on no agenda.") % {"version": version}, way=version.own_page
        )
    done = version.stages.exclude(decision=None).select_related("decision").last()
    if done and done.decision and done.decision.outcome != Outcome.REFERRED_BACK:
        raise Refused(
            _("The %(body)s has decided on %(version)s, so it goes on its way.")
            % {"body": done.body, "version": version},
            way=version.own_page,
        )
    check_no_draft(version.policy)


def check_withdrawal(decision: Decision | None, version: PolicyVersion) -> None:
    """Raise ``Refused`` where an officer alone would end what only full council adopts.

    A council in England must have a code of conduct, and only full council replaces it (Localism
    Act 2011, sections 27(2) and 28(13)).
    """
    if decision is None:
        if needs_full_council(version.policy):
            raise Refused(
                _(
                    "Only full council withdraws a code of conduct. Enter the day of its meeting "
                    "and the number of the minute."
                ),
                field="met_on",
            )
        return
    _check_has_met(decision)
    _check_is_after(decision, version)


def _check_has_met(decision: Decision) -> None:
    if decision.met_on > today():
        raise Refused(_("The day of the meeting must be today or in the past."), field="met_on")


def check_votes(decision: Decision) -> None:
    """Raise ``Refused`` where votes and outcome contradict each other."""
    if problem := decision.votes.problem:
        votes = decision.votes
        counted = "votes_against" if votes.lacks_only_against else "votes_for"
        raise Refused(problem, field="casting_vote" if votes.is_off_by_casting else counted)
    if decision.outcome in APPROVALS | RECOMMENDATIONS and not decision.votes.is_carried:
        raise Refused(_("The vote was lost, so nothing was approved."), field="outcome")


def _check_dissent(decision: Decision) -> None:
    named, against = len(decision.named_dissent), decision.votes_against
    if named and decision.method == Method.UNANIMOUS:
        raise Refused(
            _("The vote was unanimous, so nobody can be named as voting against."),
            field="named_dissent",
        )
    if len(set(decision.named_dissent)) < named:
        raise Refused(_("The same name stands twice."), field="named_dissent")
    if decision.method in COUNTED and against is not None and named > against:
        raise Refused(
            _("There are more names than votes against the motion."), field="named_dissent"
        )


def _check_attendances(decision: Decision, attendances: Sequence[Mapping[str, str]]) -> None:
    names = [member["name"] for member in attendances]
    if len(set(names)) < len(names):
        raise Refused(_("The same name stands twice."), field="attendances")
    if decision.present is not None and len(names) > decision.present:
        raise Refused(
            _("You listed %(listed)s members and said that %(present)s were present.")
            % {"listed": len(names), "present": decision.present},
            field="present",
        )


def _check_version(decision: Decision, version: PolicyVersion) -> None:
    if version.status != VersionStatus.SUBMITTED:
        raise Refused(
            _("%(version)s is %(status)s, so no body can decide on it now.")
            % {"version": version, "status": version.get_status_display().lower()},
            field="versions",
        )
    _check_is_new(decision, version)
    _check_is_after(decision, version)
    stage = open_stage(version)
    if stage:
        _check_body(decision, version, stage)
    if decision.outcome not in outcomes_of(stage):
        raise Refused(_refusal(stage), field="outcome")
    _check_code(decision, version)


def _check_is_after(decision: Decision, version: PolicyVersion) -> None:
    """Nobody decides on what is not before them yet, so no body before the one before it.

    When an import was submitted is not known.
    """
    submitted = version.submissions.exclude(submitted_at=None).order_by("pk").last()
    if submitted and submitted.submitted_at and decision.met_on < in_london(submitted.submitted_at):
        raise Refused(
            _("%(version)s was submitted on %(day)s, so no meeting before that decided on it.")
            % {"version": version, "day": day_in_words(submitted.submitted_at)},
            field="met_on",
        )
    if before := version.decisions.filter(met_on__gt=decision.met_on).first():
        raise Refused(
            _("%(version)s was before the %(body)s on %(day)s. Enter that day or a later one.")
            % {"version": version, "body": before.body, "day": day_in_words(before.met_on)},
            field="met_on",
        )


def _check_is_new(decision: Decision, version: PolicyVersion) -> None:
    same = version.decisions.filter(met_on=decision.met_on, outcome=decision.outcome)
    if plain_name(decision.body) in {plain_name(one.body) for one in same}:
        raise Refused(_("This decision is on record already."))


def _refusal(stage: Stage | None) -> str:
    if is_last(stage):
        return _("This body has the last word. There is no next body to recommend it to.")
    return _("%(body)s only recommends. It can’t approve this itself.") % {"body": stage}


def _check_body(decision: Decision, version: PolicyVersion, stage: Stage) -> None:
    said = (plain_name(decision.body), decision.body_kind)
    if said != (plain_name(stage.body), stage.body_kind):
        raise Refused(
            _("%(version)s is before the %(body)s now. It decides first.")
            % {"version": version, "body": stage.body},
            field="body",
        )


def needs_full_council(policy: Policy) -> bool:
    """Whether only full council may adopt it: a code of conduct in England.

    Localism Act 2011, section 28(13); what other nations lay down is not guessed.
    """
    return policy.kind == PolicyKind.CODE and Council.objects.the().nation == NationOf.ENGLAND


def _check_code(decision: Decision, version: PolicyVersion) -> None:
    is_adopted_elsewhere = decision.outcome in APPROVALS and decision.body_kind != Body.FULL_COUNCIL
    if is_adopted_elsewhere and needs_full_council(version.policy):
        raise Refused(
            _("In England only full council may adopt a code of conduct."), field="body_kind"
        )
