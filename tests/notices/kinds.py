"""Kinds of message for these tests."""

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.people.models import User

RULE, NEXT = "The council decided to remind its members.", "Another one in a week."
untrue: set[str] = set()
overtaken: set[str] = set()


def is_true(notice) -> bool:
    return notice.cause not in untrue


def is_overtaken(notice) -> bool:
    return notice.cause in overtaken


def kind(name: str, urgency: Urgency) -> NoticeKind:
    return NoticeKind(
        name=name,
        urgency=urgency,
        rule=RULE,
        next=NEXT,
        still_true=is_true,
        overtaken=is_overtaken,
    )


KINDS = [
    kind("alarm", Urgency.NOW),
    kind("reminder", Urgency.DIGEST),
    kind("without_text", Urgency.NOW),
    kind("reminder_without_facts", Urgency.DIGEST),
    kind("reminder_without_text", Urgency.DIGEST),
]


def everybody():
    return User.objects.order_by("pk")
