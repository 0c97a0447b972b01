"""The message about what somebody took back themselves."""

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency

KINDS = [
    NoticeKind(
        name="permission_stopped",
        urgency=Urgency.NOW,
        rule=_("A councillor is told at once when somebody takes back a permission by their link."),
        next=_("It counts already. Do not contact them in this way, and do not ask them why."),
    ),
]
