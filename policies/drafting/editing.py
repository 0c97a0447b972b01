"""One editor at a time: a draft is held by whoever edits it, and taken over politely."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import moment_in_words
from councilgov.notices.actions import tell
from councilgov.records import Refused
from policies.models import EDITABLE, Editing, PolicyVersion

if TYPE_CHECKING:
    from councilgov.people.models import User


class HeldByAnother(Refused):
    """Somebody else is editing this draft."""

    def __init__(self, held: Editing) -> None:
        version = held.version
        super().__init__(
            _(
                "%(name)s has been editing this draft since %(since)s. Nothing that you did now is "
                "saved. Take the draft over first, or wait until they leave it."
            )
            % {"name": held.editor.known_as, "since": moment_in_words(held.since)},
            way=(
                reverse("policies:take_over", args=[version.policy.slug, version.number]),
                _("See who is editing it, and take it over"),
            ),
        )


@transaction.atomic
def open_for_editing(*, version: PolicyVersion, by: User) -> Editing:
    """Somebody begins to edit a draft, or shows that they are still at it.

    Raises ``HeldByAnother`` while somebody else is: see ``take_over``. After half an hour without
    a sign of life nobody needs to ask.
    """
    version = PolicyVersion.objects.locked(version)
    check_editable(version)
    return hold(version, by)


@transaction.atomic
def take_over(*, version: PolicyVersion, by: User) -> Editing:
    """A colleague goes on with a draft that somebody else holds, who is told so."""
    version = PolicyVersion.objects.locked(version)
    check_editable(version)
    held = holder(version)
    if held and held.editor_id != by.pk:
        told_of = f"{version.pk}:{held.since.isoformat()}"
        tell(kind="draft_taken_over", to=held.editor, cause=told_of, about=version)
        held.delete()
    return hold(version, by)


@transaction.atomic
def leave(*, version: PolicyVersion, by: User) -> None:
    """Whoever edits a draft has finished with it, so that others need not ask."""
    Editing.objects.filter(version=version, editor=by).delete()


def holder(version: PolicyVersion) -> Editing | None:
    """Who edits the version, and is probably still at it."""
    held = Editing.objects.filter(version=version).select_related("editor").first()
    return held if held and held.is_live(timezone.now()) else None


def hold(version: PolicyVersion, by: User) -> Editing:
    """The version is theirs from now on. Its row is locked by the caller."""
    check_not_held(version, by)
    held, now = holder(version), timezone.now()
    since = held.since if held else now
    values = {"editor": by, "since": since, "seen_at": now}
    row, _is_new = Editing.objects.update_or_create(version=version, defaults=values)
    return row


def check_not_held(version: PolicyVersion, by: User) -> None:
    """Raise ``HeldByAnother`` while somebody else is editing it."""
    held = holder(version)
    if held and held.editor_id != by.pk:
        raise HeldByAnother(held)


def check_editable(version: PolicyVersion) -> None:
    """Raise ``Refused`` for a version whose words are settled."""
    if version.status not in EDITABLE:
        raise Refused(
            _("%(version)s is %(status)s. Only a draft can be edited.")
            % {"version": version, "status": version.get_status_display().lower()}
        )
