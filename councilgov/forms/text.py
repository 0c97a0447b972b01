"""What people type, before anything else looks at it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def is_storable(value: Any) -> bool:
    """Whether PostgreSQL can hold it: no NUL, and no half of a surrogate pair.

    Anything but text (or a list of it) is storable: numbers, files and blanks are others' business.
    """
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, list | tuple):
        return all(is_storable(part) for part in value)
    return True


def mid_sentence(label: str) -> str:
    """A label as it stands inside a sentence: "Full name" is "full name", "ICT desk" stays."""
    if label[1:2].islower() or not label[1:2].isalpha():
        return label[:1].lower() + label[1:]
    return label


def as_subject(label: Any, *, question: str | None = None) -> str:
    """What begins a complaint about a box: its label, but "Your answer" where that is a question.

    ``question`` stands in a question's place instead of "Your answer".
    """
    return (question or _("Your answer")) if str(label).endswith("?") else str(label)
