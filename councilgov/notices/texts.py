"""What a message says. Made when it is sent, as plain text, from ``templates/notices``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.template import Context, Engine
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import ngettext

from councilgov.notices.kinds import kind_of
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

    from councilgov.notices.kinds import Outsider
    from councilgov.notices.models import Notice


class Part(NamedTuple):
    """One message, as it stands in a mail."""

    subject: str
    body: str
    rule: StrOrPromise
    next: StrOrPromise


class Text(NamedTuple):
    """A mail as it is sent."""

    subject: str
    body: str
    reply_to: str


def part_of(notice: Notice, *, about: Model | None = None) -> Part:
    """What one message says. Raises whatever its kind or its template raises. ``about`` is what it
    is about where that is not saved yet, to be looked at before it is sent.
    """
    kind = kind_of(notice.kind)
    about = about or notice.subject
    facts = {
        "to": notice.to,
        "about": about,
        "notice": notice,
        "council": SimpleLazyObject(Council.objects.the),
        "link": address_of(about),
    }
    text = filled(f"notices/{notice.kind}.txt", {**facts, **kind.context(notice)})
    head, _blank, body = text.strip().partition("\n\n")
    return Part(" ".join(head.split()), body.strip(), kind.rule, kind.next)


def letter(parts: Sequence[Part], notice: Notice, *, outsider: Outsider | None = None) -> Text:
    """One message, or the reminders of a day, as one mail with why, what next and whom to ask. A
    text message is its heading and its words, and no more. ``outsider`` is to whom it goes where
    what it is about is not saved yet.
    """
    if kind_of(notice.kind).number:
        return Text(parts[0].subject, f"{parts[0].subject}. {parts[0].body}", "")
    subject = parts[0].subject
    if len(parts) > 1:
        subject = ngettext(
            "%(count)d reminder from the council’s portal",
            "%(count)d reminders from the council’s portal",
            len(parts),
        ) % {"count": len(parts)}
    council = Council.objects.the()
    facts = {"parts": parts, "to": outsider or notice.outsider or notice.to, "council": council}
    if notice.is_to_outsider:
        body = filled("notices/letter_outside.txt", facts)
        return Text(subject, body, council.information_team_email)
    return Text(subject, filled("notices/letter.txt", facts), council.members_services_email)


def site(name: str, *args: Any) -> str:
    """The whole address of a page of the portal, for a mail."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def address_of(about: object) -> str:
    """The whole address of what a message is about, or of the start page."""
    path = getattr(about, "get_absolute_url", None)
    return f"{settings.SITE_URL}{path() if path else '/'}"


def filled(template: str, facts: Mapping[str, Any]) -> str:
    """Plain text: nothing in it is ever HTML, so nothing is escaped."""
    context = Context(dict(facts), autoescape=False)
    return Engine.get_default().get_template(template).render(context)
