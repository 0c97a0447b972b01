"""The message about senders of email that are blocked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency

KINDS = [
    NoticeKind(
        name="filter_told",
        urgency=Urgency.NOW,
        rule=_("Whoever asks for a sender of email to be blocked is told of each step."),
        next=_("Nothing. You can ask the desk to change it at any time."),
    ),
]
