"""Policies go to another council as a file, and theirs come in: looked at first, then as drafts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.people.models import Council
from councilgov.records import Refused
from policies.addresses import NOT_A_PAGE
from policies.drafting import actions as drafting
from policies.library import parcels
from policies.models import Policy, PolicyVersion, UnsavedText

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from councilgov.people.models import User
    from policies.library.parcels import Offered
    from policies.models import PolicyVersionQuerySet

LONGEST_TITLE, LONGEST_SLUG = 200, 90


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of one policy of a file: a draft under this title and address, or nothing."""

    offered: Offered
    title: str
    slug: str
    same: PolicyVersion | None
    """The version that has the same text already."""
    refusal: str

    @property
    def is_new(self) -> bool:
        return self.same is None and not self.refusal


def to_hand_out() -> PolicyVersionQuerySet:
    """What the council has adopted: of each policy the version in force, or else the coming one."""
    rows = PolicyVersion.objects.open_to_sign().select_related("policy", "decision")
    return rows.one_of_each()


@transaction.atomic
def hand_out(*, versions: Collection[PolicyVersion], by: User) -> str:
    """The file with these versions leaves the portal, which is evidence of who took what.

    Raises ``Refused`` for a version that the council has not adopted, or that is over.
    """
    for version in versions:
        if not version.is_open_to_sign:
            raise Refused(
                _("%(version)s is %(status)s. Only what is adopted goes to other councils.")
                % {"version": version, "status": version.get_status_display().lower()},
                field="versions",
            )
    record(
        kind="policies.handed_out",
        actor=by,
        subject=by,
        facts={"versions": {str(version.pk): version.sha256 for version in versions}},
    )
    return parcels.written(versions, council=Council.objects.the().name, today=today())


@transaction.atomic
def take_in(*, content: bytes, name: str, by: User) -> UnsavedText:
    """A file of a policy library waits to be looked at. Raises ``NoParcel`` for any other file."""
    parcels.read(content)
    row, _is_new = UnsavedText.objects.update_or_create(
        version=None,
        entered_by=by,
        defaults={"content": content, "name": name, "entered_at": timezone.now()},
    )
    return row


def judged(content: bytes) -> list[Judged]:
    """What would become of each policy of a file. It never changes one that is there."""
    found: list[Judged] = []
    for offered in parcels.read(content):
        found.append(_judged(offered, found))
    return found


def _judged(offered: Offered, before: Sequence[Judged]) -> Judged:
    same = PolicyVersion.objects.filter(sha256=offered.sha256).select_related("policy").first()
    titles = {one.title.casefold() for one in before if one.is_new}
    title, refusal = offered.title, ""
    if _is_taken(title, titles):
        title = f"{offered.title} ({offered.council})"[:LONGEST_TITLE]
    if _is_taken(title, titles):
        refusal = _("There is a policy of this title and council already. Begin a version of it.")
    slugs = {one.slug for one in before if one.is_new}
    return Judged(offered, title, _free(offered.slug, slugs), same, refusal)


def _is_taken(title: str, titles: set[str]) -> bool:
    return title.casefold() in titles or Policy.objects.filter(title__iexact=title).exists()


def _free(slug: str, slugs: set[str]) -> str:
    """The address, with a number if it is taken."""
    base = slug[:LONGEST_SLUG].strip("-")
    found, number = base, 2
    while found in slugs or _is_word_of_ours(found) or Policy.objects.filter(slug=found).exists():
        found, number = f"{base}-{number}", number + 1
    return found


def _is_word_of_ours(slug: str) -> bool:
    try:
        NOT_A_PAGE(slug)
    except ValidationError:
        return True
    return False


@transaction.atomic
def bring_in(*, by: User) -> list[PolicyVersion]:
    """The policies of the file that this person looked at become drafts, all of them or none.

    Raises ``Refused`` if there is no such file any more, or nothing of it is new.
    """
    row = UnsavedText.objects.select_for_update().filter(version=None, entered_by=by).first()
    if row is None:
        raise Refused(
            _("There is no file to take in. It may be in already: see the drafts."),
            way=(reverse("policies:drafts"), _("See the drafts")),
        )
    new = [one for one in judged(bytes(row.content)) if one.is_new]
    if not new:
        raise Refused(_("There is nothing new in this file."))
    made = [_enter(one, row.name, by=by) for one in new]
    row.delete()
    return made


def _enter(one: Judged, name: str, *, by: User) -> PolicyVersion:
    offered = one.offered
    policy = drafting.add_policy(
        title=one.title,
        slug=one.slug,
        kind=offered.kind,
        council=offered.council,
        forms_part_of=offered.forms_part_of,
        by=by,
    )
    version = drafting.add_version(
        policy=policy,
        clauses=offered.clauses,
        read_with=offered.read_with,
        dated=offered.dated,
        summary=_origin(offered),
        source_name=name,
        by=by,
    )
    record(
        kind="policies.taken_in",
        actor=by,
        subject=version,
        facts={"text_sha256": offered.sha256},
        names={"council": offered.council},
    )
    return version


def _origin(offered: Offered) -> str:
    facts = {"number": offered.number, "council": offered.council, "decided": offered.decided}
    if not offered.decided:
        return _("Version %(number)s of %(council)s. No decision came with it.") % facts
    return _("Version %(number)s of %(council)s (%(decided)s).") % facts
