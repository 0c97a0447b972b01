"""How far a councillor has read what they were asked to sign: they go on where they stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, UniqueConstraint
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.constraints import NAME
from policies.acknowledgements import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from policies.requests import AcknowledgementQuerySet
    from policies.text.sections import Section


class SectionRead(models.Model):
    """That somebody has read one section of a text. A bookmark and no evidence.

    Only they see it. It is deleted when they sign, or when a newer version takes its place.
    """

    acknowledgement = models.ForeignKey(
        Acknowledgement, models.CASCADE, related_name="sections_read"
    )
    anchor = models.CharField(max_length=100, help_text="Of the section in its text")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint("acknowledgement", "anchor", name=NAME + "once_each")]

    def __str__(self) -> str:
        return f"Section {self.anchor} of request {self.acknowledgement_id}"


@dataclass(frozen=True, slots=True)
class Progress:
    """The sections of a text, and the anchors of those that one person has read."""

    sections: Sequence[Section]
    anchors: frozenset[str]

    def __iter__(self) -> Iterator[tuple[int, Section, bool]]:
        """Number from 1, section, and whether it was read."""
        for number, section in enumerate(self.sections, 1):
            yield number, section, section.anchor in self.anchors

    def __str__(self) -> str:
        if self.is_whole:
            return ngettext(
                "You have read the only section.", "You have read all %(n)s sections.", self.count
            ) % {"n": self.count}
        return _("You have read %(read)s of %(n)s sections.") % {"read": self.read, "n": self.count}

    @property
    def count(self) -> int:
        return len(self.sections)

    @property
    def read(self) -> int:
        """How many were read."""
        return sum(is_read for _number, _section, is_read in self)

    @property
    def is_whole(self) -> bool:
        return self.read == self.count

    @property
    def goes_on_at(self) -> int:
        """The number of the first section that was not read; 1 when all were."""
        return next((number for number, _section, is_read in self if not is_read), 1)


def with_progress(rows: AcknowledgementQuerySet) -> AcknowledgementQuerySet:
    """The requests with the anchors of the sections read, in the one query that finds them."""
    read = SectionRead.objects.filter(acknowledgement=OuterRef("pk")).values("anchor")
    return rows.annotate(anchors_read=ArraySubquery(read))


def progress(sections: Sequence[Section], asked: Acknowledgement | None) -> Progress | None:
    """How far this request ``with_progress`` was read; None where nobody is asked any more."""
    if asked is None or not asked.may_still_sign:
        return None
    return Progress(sections, frozenset(asked.anchors_read))  # type: ignore[attr-defined]
