"""Pages that explain something, found by words of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.portal.searching.hits import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User


class Page(NamedTuple):
    """A page, what it is about in a sentence, and the right that it needs, if any."""

    name: str
    title: StrOrPromise
    about: StrOrPromise
    right: str = ""


PAGES: Sequence[Page] = (
    Page("help", _("Help and contacts"), _("Whom to ring or email about what.")),
    Page(
        "help_rules",
        _("Do and don’t"),
        _("What the policies ask for and forbid, in plain words, with their clauses."),
    ),
    Page("help_words", _("What words mean"), _("A glossary, from access hold to X-ray.")),
    Page(
        "consent:before_sending",
        _("Before you send"),
        _("Check the draft of a message for what it should not say."),
        Right.KEEP_CONTACTS,
    ),
    Page(
        "consent:before_posting",
        _("Before you post"),
        _("What to ask yourself before something goes on social media."),
        Right.KEEP_CONTACTS,
    ),
    Page(
        "consent:before_calling",
        _("Before a video call"),
        _("Privacy, surroundings, papers, screen and recording."),
        Right.KEEP_CONTACTS,
    ),
    Page(
        "breaches:report",
        _("Report something"),
        _(
            "A lost, stolen or damaged phone, tablet or laptop, information with the wrong person, "
            "a threat or misuse."
        ),
    ),
    Page("breaches:advice", _("Advice"), _("Ask an officer before you act.")),
    Page(
        "my_calendar",
        _("Your calendar"),
        _("See your deadlines in Outlook, on an iPhone or in Google Calendar."),
    ),
    Page("ledger:verify", _("Check a certificate"), _("Whether a receipt or signature is real.")),
    Page(
        "privacy", _("Privacy notice"), _("What the portal keeps about people, and their rights.")
    ),
    Page(
        "accessibility",
        _("Accessibility statement"),
        _("How to use the portal with a keyboard or a screen reader."),
    ),
)


def pages_about(user: User, words: str) -> Iterator[Hit]:
    """Those in whose title or sentence every word occurs, of the pages that this person opens."""
    asked = words.casefold().split()
    for page in PAGES:
        said = f"{page.title} {page.about}".casefold()
        is_open = not page.right or user.has_perm(page.right)
        if is_open and all(word in said for word in asked):
            yield Hit(str(page.title), reverse(page.name), str(page.about))
