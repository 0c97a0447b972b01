"""What those who enter a text may do before it is saved, and saving it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.records import Refused
from policies.deciding import actions as deciding
from policies.drafting import actions as drafting
from policies.drafting.editing import hold, leave
from policies.models import (
    AMENDED,
    EDITABLE,
    OriginalFile,
    PolicyVersion,
    UnsavedText,
)
from policies.text.writing import written_back

if TYPE_CHECKING:
    from councilgov.people.models import User
    from policies.entering.incoming import Incoming

KEPT = timedelta(days=1)
"""For so long a text that nobody saved waits for whoever entered it."""
ENTERED = EDITABLE | AMENDED
"""A draft may change; what a body amended gets the text as it was resolved."""


def check_may_enter(version: PolicyVersion) -> None:
    """Raise ``Refused`` for a version whose words are settled."""
    if version.status not in ENTERED:
        raise Refused(
            _("%(version)s is %(status)s. Its text can’t be changed any more.")
            % {"version": version, "status": version.get_status_display().lower()}
        )


@transaction.atomic
def open_text(*, version: PolicyVersion, by: User) -> None:
    """Somebody begins to enter a text: a draft is theirs while they do, one editor at a time."""
    version = PolicyVersion.objects.locked(version)
    check_may_enter(version)
    if version.status in EDITABLE:
        hold(version, by)


@transaction.atomic
def take_in(*, version: PolicyVersion, found: Incoming, seen_sha256: str, by: User) -> UnsavedText:
    """What was read from a file, or typed, waits to be checked (``incoming.read_in``).

    It was read before, while nobody waited for the version. Raises ``Refused`` if that was settled
    or taken over meanwhile.
    """
    open_text(version=version, by=by)
    values = {**found._asdict(), "seen_sha256": seen_sha256, "entered_at": timezone.now()}
    row, _is_new = UnsavedText.objects.update_or_create(
        version=version, entered_by=by, defaults=values
    )
    return row


@transaction.atomic
def change(*, version: PolicyVersion, source: str, seen_sha256: str, by: User) -> UnsavedText:
    """The text is changed by hand before it is saved. Raises ``Unreadable`` if it can't be shown.

    Where it came from a file, the file still belongs to it.
    """
    open_text(version=version, by=by)
    written_back(source, _("The text"))
    values = {"source": source, "entered_at": timezone.now()}
    row, _is_new = UnsavedText.objects.update_or_create(
        version=version,
        entered_by=by,
        defaults=values,
        create_defaults={**values, "seen_sha256": seen_sha256},
    )
    return row


@transaction.atomic
def save(*, version: PolicyVersion, checked: str, seen_sha256: str, by: User) -> PolicyVersion:
    """The clauses that somebody has checked become the text of the version.

    ``checked`` is the source whose clauses they saw, ``seen_sha256`` the text they started from.
    The file that it came from is kept with the version, byte for byte.
    """
    version = PolicyVersion.objects.locked(version)
    check_may_enter(version)
    clauses = written_back(checked, _("The text"))
    row = UnsavedText.objects.filter(version=version, entered_by=by).first()
    name = row.name if row else ""
    if version.status in AMENDED:
        _check_unmoved(version, seen_sha256)
        saved = deciding.amend(version=version, clauses=clauses, by=by, source_name=name)
    else:
        saved = drafting.save_text(
            version=version, clauses=clauses, seen_sha256=seen_sha256, by=by, source_name=name
        )
    if row:
        _keep_file(row, by=by)
        row.delete()
    leave(version=version, by=by)
    return saved


def _check_unmoved(version: PolicyVersion, seen_sha256: str) -> None:
    if version.sha256 != seen_sha256:
        raise Refused(
            _(
                "Somebody else changed this text since you opened it. What you typed is not saved. "
                "Copy it, open the text again, and enter your changes there."
            )
        )


def _keep_file(row: UnsavedText, *, by: User) -> None:
    """The file as it was uploaded, unless the version has it already."""
    content = bytes(row.content)
    digest = hashlib.sha256(content).hexdigest()
    if not row.name or row.version is None or row.version.files.filter(sha256=digest).exists():
        return
    OriginalFile(
        version=row.version,
        name=row.name,
        media_type=row.media_type,
        sha256=digest,
        content=content,
        uploaded_at=row.entered_at,
        uploaded_by=by,
    ).keep(by=by, why=gettext_noop("File uploaded"))


def clear_unsaved() -> int:
    """Forget what nobody has saved within a day. Safe to run twice, late, and on two machines."""
    old = UnsavedText.objects.filter(entered_at__lt=timezone.now() - KEPT)
    count, _by_model = old.delete()
    return count
