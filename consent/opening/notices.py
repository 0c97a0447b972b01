"""The message that somebody's ward records were opened."""

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency

KINDS = [
    NoticeKind(
        name="ward_record_opened",
        urgency=Urgency.NOW,
        rule=_("The councillor and the Monitoring Officer are told when ward records are opened."),
        next=_("They close by themselves. The Monitoring Officer can close them at once."),
    ),
]
