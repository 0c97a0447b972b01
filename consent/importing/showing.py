"""What a row would change, in words, for the page that shows it beforehand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from consent.importing.columns import COLUMNS
from consent.models import Purpose, Source, Verification
from consent.permitting.steps import standing
from councilgov.days import today
from councilgov.imports.cells import in_words
from councilgov.imports.importables import Change

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from consent.models import ContactPermission

STANDS, THERE, TOO = "stands", "there", "too"
PLAIN = (
    *("handle", "asked_on", "asked_via", "words", "answered_on", "verified_on"),
    *("who_answered", "shared_why", "last_contact_on", "ended_on"),
)
"""What stands there as it is."""


class Words:
    """The labels, looked up once for all rows of a file."""

    def __init__(self) -> None:
        self.labels = {column.name: str(column.label) for column in COLUMNS}
        self.labels |= {STANDS: _("Where it stands"), THERE: _("Reached there too")}
        self.labels[TOO] = _("Somebody else’s too")
        choices = [*Purpose.choices, *Source.choices, *Verification.choices]
        self.choices = {value: str(label) for value, label in choices}
        self.yes = _("Yes")
        self.today = today()
        self.days: dict[date, str] = {}
        self.standings: dict[tuple[str, bool, bool, bool], str] = {}
        self.person, self.new = _("Person"), _("New")
        self.known = _("Somebody you have already")

    def shown(self, way: ContactPermission) -> dict[str, str]:
        """What stands in a permission, by the name of its column; what is empty is left out."""
        said = {name: self._in_words(getattr(way, name)) for name in PLAIN if getattr(way, name)}
        for name in ("purpose", "source", "verified_how"):
            if (value := getattr(way, name)) and value != Purpose.CONTACT:
                said[name] = self.choices[value]
        if way.is_preferred:
            said["is_preferred"] = self.yes
        said[STANDS] = self._standing(way)
        return {name: said[name] for name in self.labels if name in said}

    def _in_words(self, value: Any) -> str:
        """A day is put into words once for all rows: a file has few days, and thousands of rows."""
        if not isinstance(value, date):
            return in_words(value)
        if value not in self.days:
            self.days[value] = in_words(value)
        return self.days[value]

    def _standing(self, way: ContactPermission) -> str:
        """Asked once for all ways that stand alike: each label is translated to be looked up."""
        may_be_used, is_stale = way.channel.may_be_used, way.is_stale(self.today)
        alike = (way.status, way.needs_verification, may_be_used, is_stale)
        if alike not in self.standings:
            self.standings[alike] = str(standing(way)[0])
        return self.standings[alike]

    def changes(
        self, before: Mapping[str, str], after: Mapping[str, str], there: Sequence[str]
    ) -> list[Change]:
        """Each column that is another afterwards, and whom the councillor has there too."""
        names = [name for name in self.labels if before.get(name) != after.get(name)]
        told = [
            Change(self.labels[name], before.get(name, ""), after.get(name, "")) for name in names
        ]
        return told + [Change(self.labels[THERE], "", name) for name in there]

    def whose(self, *, is_new: bool) -> Change:
        """Whether a new way is of somebody new: a name alone does not tell."""
        return Change(self.person, "", self.new if is_new else self.known)

    def ended_too(self, ways: Sequence[ContactPermission]) -> list[Change]:
        """What else of theirs ends, because it goes to the same number or name."""
        return [Change(self.labels[TOO], "", f"{way.channel}, {way.handle}") for way in ways]
