"""What a councillor may do with a permission now: a click, or a page that asks something."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.identifiers import Identifier
from consent.machines import CLOSED_BY_THEM, LIVE, UNANSWERED, USABLE
from consent.models import PermissionStatus, Purpose
from consent.permitting import actions
from councilgov.days import today
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from django_stubs_ext import StrOrPromise

    from consent.models import ContactPermission
    from councilgov.people.models import User

S = PermissionStatus
COLOURS = {
    S.ASKED: "blue",
    S.GRANTED: "yellow",
    S.TEST_SENT: "yellow",
    S.VERIFIED: "green",
    S.WITHDRAWN: "red",
    S.REFUSED: "red",
    S.WRONG_PERSON: "red",
}


class Click(NamedTuple):
    """Done by one press of a button, as from today."""

    name: str
    when: Set[str]
    text: StrOrPromise
    done: StrOrPromise
    do: Callable[[ContactPermission, User], object]
    is_main: bool = False


CLICKS = (
    Click(
        "yes",
        UNANSWERED,
        _("They said yes"),
        _("Noted: they said yes."),
        lambda row, by: actions.answered(permission=row, agreed=True, on=today(), by=by),
        is_main=True,
    ),
    Click(
        "no",
        UNANSWERED,
        _("They said no"),
        _("Noted: they said no. Leave it at that, unless they ask you themselves."),
        lambda row, by: actions.answered(permission=row, agreed=False, on=today(), by=by),
    ),
    Click(
        "no-call",
        frozenset({S.TEST_SENT}),
        _("Nobody rang"),
        _("Noted. You can send the test message again."),
        lambda row, by: actions.give_up_test(permission=row, by=by),
    ),
    Click(
        "prefer",
        USABLE,
        _("They like this way best"),
        _("Noted. It stands first from now on."),
        lambda row, by: actions.prefer(permission=row, by=by),
    ),
)


class Page(NamedTuple):
    """A page that asks something first."""

    name: str
    when: Set[str]
    text: StrOrPromise


class Link(NamedTuple):
    """A page that may be opened now; the main one is what comes next."""

    text: StrOrPromise
    href: str
    is_main: bool


PAGES = (
    Page("record_test", frozenset({S.GRANTED, S.VERIFIED}), _("Send a test message")),
    Page("verify", USABLE, _("I know that it is them")),
    Page("change_handle", USABLE, _("They have another number or name")),
    Page("decline", LIVE - {S.ASKED}, _("I use another way with them")),
    Page("withdraw", LIVE | {S.NO_REPLY, S.DECLINED}, _("They do not want this any more")),
    Page("make_link", LIVE, _("Give them a link to take it back themselves")),
    Page("receipt", frozenset(S), _("A receipt for them")),
    Page("wrong_person", LIVE, _("It is somebody else’s")),
    Page(
        "breaches:report_wrong_person",
        LIVE | {S.WRONG_PERSON},
        _("A message went to the wrong person"),
    ),
    Page("theirs_after_all", frozenset({S.WRONG_PERSON}), _("It is theirs after all")),
)


ONLY_FOR_CONTACT = frozenset({"record_test", "verify", "decline"})
"""A newsletter, or what is published, is checked with nobody: they take it back, or it goes on."""


def clicks(row: ContactPermission) -> Iterator[Click]:
    may_prefer = row.purpose == Purpose.CONTACT and not row.is_preferred
    for click in CLICKS:
        if row.status in click.when and (click.name != "prefer" or may_prefer):
            yield click


def pages(row: ContactPermission) -> Iterator[Link]:
    """The pages that may be opened now, what comes next among them."""
    comes_next = _comes_next(row)
    is_for_contact = row.purpose == Purpose.CONTACT
    for page in PAGES:
        if not is_for_contact and page.name in ONLY_FOR_CONTACT:
            continue
        if row.status in page.when and (page.name != "record_test" or may_be_tested(row)):
            yield Link(page.text, _address(page, row), page.name == comes_next)


def _address(page: Page, row: ContactPermission) -> str:
    """Of a page that also concerns breaches the name is whole."""
    name = page.name if ":" in page.name else f"consent:{page.name}"
    return reverse(name, args=[row.pk])


def may_be_tested(row: ContactPermission) -> bool:
    return row.channel.takes_messages and row.channel.may_be_used


def _comes_next(row: ContactPermission) -> str:
    """The page by which it is made sure that it is them, where that is still to be done."""
    if row.status not in USABLE or row.is_usable(today()):
        return ""
    is_to_test = row.status != S.TEST_SENT and may_be_tested(row)
    return "record_test" if is_to_test else "verify"


def may_begin_again(row: ContactPermission) -> bool:
    return row.status in CLOSED_BY_THEM | {S.NO_REPLY, S.DECLINED}


def standing(row: ContactPermission) -> tuple[str, str]:
    """Its status as it is shown, with the colour of its tag: stale is a date (ADR 0005)."""
    if row.status in LIVE and not row.channel.may_be_used:
        return _t("Use another way"), "red"
    if row.is_stale(today()):
        return _t("Check first"), "orange"
    if row.status == S.GRANTED and not row.needs_verification:
        return _t("Agreed"), "green"
    return row.get_status_display(), COLOURS.get(S(row.status), "grey")


def may_decline(row: ContactPermission) -> bool:
    return any(page.name == "decline" and row.status in page.when for page in PAGES)


def in_which_words(councillor: User) -> str:
    """How a councillor says that they do not use a channel, and how they are reached instead."""
    told = _t("I am sorry, I do not use this. Please email me at %(email)s.")
    if councillor.phone:
        told = _t(
            "I am sorry, I do not use this. Please ring me on %(phone)s, or email me at %(email)s."
        )
    return told % {"phone": councillor.phone, "email": councillor.email}


def withdrawal(row: ContactPermission) -> Act:
    return Act(
        title=_("They do not want this any more"),
        caption=str(row),
        back=row.constituent.get_absolute_url(),
        consequences=[
            _("It counts at once. They need no reason, and nobody asks for one."),
            _("Do not ask again about a newsletter, unless they ask you.")
            if row.purpose == Purpose.NEWSLETTER
            else _("Do not ask again for a year, unless they ask you."),
        ],
        question="",
        button=_("Note that they took it back"),
        done=_("Taken back. Do not contact them in this way.")
        if row.purpose == Purpose.CONTACT
        else _("Taken back. Do not use it any more."),
        is_grave=False,
    )


def declining(row: ContactPermission) -> Act:
    return Act(
        title=_("Use another way with them"),
        caption=str(row),
        back=row.constituent.get_absolute_url(),
        consequences=[
            _("Nobody has to use a channel that they are not comfortable with."),
            _t("You can say: “%(words)s”") % {"words": in_which_words(row.councillor)},
            _("Write, ring or email instead. You can change your mind later."),
        ],
        question="",
        button=_("I use another way"),
        done=_("Noted: you use another way."),
        is_grave=False,
    )


def _ends_with_it(row: ContactPermission) -> StrOrPromise:
    if row.channel.identifier == Identifier.HANDLE:
        return _("What else you noted for them under this name on this channel ends too.")
    return _(
        "What else you noted for them under this number or address ends too: on other channels, "
        "and for a newsletter."
    )


def wrong_person(row: ContactPermission) -> Act:
    return Act(
        title=_("It is somebody else’s"),
        caption=str(row),
        back=row.constituent.get_absolute_url(),
        consequences=[
            _ends_with_it(row),
            _("Nothing can be noted under it for them again, unless they show you it is theirs."),
            _(
                "Did a message already go to the wrong person? Then go back, and choose “A message "
                "went to the wrong person”: that does both."
            ),
        ],
        question="",
        button=_("It is somebody else’s"),
        done=_("Noted. Do not use it again."),
    )
