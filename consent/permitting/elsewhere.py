"""What else was noted for somebody under a number or name that they no longer have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consent.stop_links import STOPPABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consent.models import ContactPermission


class Elsewhere(TextChoices):
    """How it is on other channels under the same number or address: a mobile number may go on for
    texts when somebody is rung on another one.
    """

    NEW = "new", _("They have the new one there too")
    OLD = "old", _("The old one is still theirs there")
    GONE = "gone", _("They cannot be reached there any more")


def also_at(row: ContactPermission, theirs: Iterable[ContactPermission]) -> list[ContactPermission]:
    """What else of theirs is asked or agreed there: for a newsletter, or on another channel."""
    there = (other for other in theirs if other.is_at(row.channel, row.normal) and other != row)
    return [other for other in there if other.status in STOPPABLE]
