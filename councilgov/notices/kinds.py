"""What the portal may tell people: each kind of message is declared once, as data.

The modules named in ``settings.NOTICE_KINDS`` each hold a list ``KINDS``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.notices.models import Notice


class Urgency(TextChoices):
    """When a message may reach somebody."""

    NOW = "now", _("At once")
    DIGEST = "digest", _("With the reminders of a working day")


class UnknownKind(LookupError):
    """No module of ``settings.NOTICE_KINDS`` declares this kind of message."""


def always(_notice: Notice) -> bool:
    """True of what has happened, whatever happens next."""
    return True


def never(_notice: Notice) -> bool:
    """Of a message that no later one makes superfluous."""
    return False


def nothing_more(_notice: Notice) -> Mapping[str, Any]:
    return {}


class Outsider(NamedTuple):
    """Somebody without an account: where it goes, and by which name, if any, they are greeted."""

    email: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class NoticeKind:
    """One kind of message. Its text is ``templates/notices/<name>.txt``: subject, blank line, body.

    The text sees ``to``, ``about``, ``notice``, ``council``, ``link`` and whatever ``context``
    gives, and is made at the moment of sending. It never holds a constituent's name, a handle or
    a detail of a case: it carries a link.
    """

    name: str
    urgency: Urgency
    rule: StrOrPromise  # which rule sent it, as a whole sentence
    next: StrOrPromise  # what comes next, as a whole sentence
    still_true: Callable[[Notice], bool] = always  # asked again at the moment of sending
    overtaken: Callable[[Notice], bool] = never  # by a later message about the same, asked then too
    context: Callable[[Notice], Mapping[str, Any]] = nothing_more
    number: Callable[[Notice], str] | None = None  # of a text message: the telephone it goes to
    # Of mail to somebody without an account: who that is, looked up each time, so that nothing of
    # them stands in the outbox. ``to`` is then the officer who answers for it. None: erased.
    outsider: Callable[[Notice], Outsider | None] | None = None


@cache
def kinds() -> dict[str, NoticeKind]:
    """Every kind by its name."""
    modules = [import_module(name) for name in settings.NOTICE_KINDS]
    return {kind.name: kind for module in modules for kind in module.KINDS}


def to_outsiders() -> list[str]:
    """The kinds that go to people without an account."""
    return [name for name, kind in kinds().items() if kind.outsider]


def kind_of(name: str) -> NoticeKind:
    """The kind of that name. Raises ``UnknownKind``."""
    try:
        return kinds()[name]
    except KeyError:
        raise UnknownKind(name) from None
