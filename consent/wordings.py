"""The words of the messages that ask somebody to ring, as the council wants them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.constraints import NAME, holds, one_of
from councilgov.records import Record, RecordQuerySet, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

MOST = 300
"""Characters: two text messages."""
PLACE = re.compile(r"\{([^{}]*)\}")


class Wording(models.TextChoices):
    """Barnet's own two (1.3 and 1.4), and one that gives nothing away, which comes first."""

    NEUTRAL = "neutral", _("Without a name or a topic")
    MEETING = "meeting", _("About a meeting")
    UPDATE = "update", _("To say what has become of it")


USUAL: Mapping[str, StrOrPromise] = {
    Wording.NEUTRAL: _(
        "Hello, it’s Councillor {surname} from {council}. Could you please call me on {phone}? "
        "Thank you."
    ),
    Wording.MEETING: _(
        "Hello {name} it’s Councillor {surname} from {council}, I need to contact you about "
        "{meeting} next week, could you please call me on {phone} thanks"
    ),
    Wording.UPDATE: _(
        "Hello, it’s Councillor {surname}, I spoke to the council officer as you requested and I "
        "need to update you. Please give me a call on {phone}"
    ),
}
PLACES: Mapping[str, frozenset[str]] = {
    Wording.NEUTRAL: frozenset({"surname", "council", "phone"}),
    Wording.MEETING: frozenset({"surname", "council", "phone", "name", "meeting"}),
    Wording.UPDATE: frozenset({"surname", "council", "phone", "name"}),
}
"""What each may hold between braces: of the neutral one nothing about the person."""
FILLED_WITH: Mapping[str, StrOrPromise] = {
    "surname": _("the councillor’s surname"),
    "council": _("the name of the council"),
    "phone": _("the councillor’s telephone number; it has to be there"),
    "name": _("the name of the person, which others may read"),
    "meeting": _("a gap, in which the councillor writes which meeting"),
}


def check_text(kind: str, text: str) -> None:
    """Raise ``Refused`` for words that cannot be filled in, or that say too much for their kind."""
    known = PLACES[kind]
    found = PLACE.findall(text)
    if wrong := [place for place in found if place not in known]:
        raise Refused(
            _t("“{%(place)s}” cannot stand here. You can use %(known)s.")
            % {"place": wrong[0], "known": ", ".join(f"{{{place}}}" for place in sorted(known))},
            field="text",
        )
    if "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
        raise Refused(_t("A brace is missing. Write for example {phone}."), field="text")
    if "phone" not in found:
        raise Refused(_t("Say where to ring: write {phone} where the number goes."), field="text")


class MessageWordingQuerySet(RecordQuerySet["MessageWording"]):
    def texts(self) -> dict[str, str]:
        """The text of each wording: the council’s own, or the usual one."""
        own = dict(self.values_list("kind", "text"))
        return {kind: own.get(kind) or str(USUAL[kind]) for kind in Wording.values}


class MessageWording(Record):
    """A council’s own words for one of the messages; without a row the usual ones are used."""

    kind = models.CharField(max_length=10, choices=Wording)
    text = models.CharField(max_length=MOST)

    objects = MessageWordingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", Wording),
            models.UniqueConstraint(
                "kind",
                name=NAME + "worded_once",
                violation_error_message=_("Somebody else has just changed it. Read it again."),
            ),
            holds("says_where_to_ring", models.Q(text__contains="{phone}")),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
