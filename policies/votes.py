"""The arithmetic of a committee's vote (Havering minute 8: "carried by 10 votes to 1")."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Method(TextChoices):
    """How the vote was taken. Where no numbers were taken, none are stored: never noughts."""

    SHOW_OF_HANDS = "show_of_hands", gettext_lazy("Show of hands")
    RECORDED = "recorded", gettext_lazy("Recorded vote")
    UNANIMOUS = "unanimous", gettext_lazy("Unanimous, without a count")
    NOT_RECORDED = "not_recorded", gettext_lazy("Not recorded")


COUNTED = frozenset({Method.SHOW_OF_HANDS, Method.RECORDED})


class Casting(TextChoices):
    """The chair's second vote, which decides a tie."""

    NONE = "", gettext_lazy("None")
    FOR = "for", gettext_lazy("For")
    AGAINST = "against", gettext_lazy("Against")


@dataclass(frozen=True, slots=True)
class Votes:
    """How many voting members were present, substitutes among them, and how they voted."""

    method: Method
    present: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    """``None`` where the minutes do not say."""
    casting: Casting = Casting.NONE

    @property
    def problem(self) -> str:
        """What does not add up, in words; empty if the vote stands."""
        if self.present == 0:
            return _("Nobody was present, so nothing could be decided.")
        if self.method not in COUNTED:
            return self._problem_uncounted
        if self.lacks_only_against:
            return _("Enter how many voted against: 0 if nobody did.")
        if None in {self.present, self.in_favour, self.against}:
            return _("Enter how many were present and how many voted each way.")
        return self._sum_problem

    @property
    def _problem_uncounted(self) -> str:
        if {self.in_favour, self.against, self.abstained} != {None}:
            return _("Leave the numbers of votes empty.")
        if self.is_off_by_casting:
            return _("Nobody counted the votes, so there is no casting vote.")
        return ""

    @property
    def lacks_only_against(self) -> bool:
        """Left empty, as people do where nobody voted against."""
        is_counted = self.method in COUNTED and None not in {self.present, self.in_favour}
        return is_counted and self.against is None

    @property
    def _sum_problem(self) -> str:
        cast = (self.in_favour or 0) + (self.against or 0) + (self.abstained or 0)
        if cast > (self.present or 0):
            return _("There are more votes than members present.")
        if self.is_off_by_casting:
            return (
                _("The vote is tied. Enter the chair’s casting vote.")
                if self.is_tied
                else _("The vote is not tied, so there is no casting vote.")
            )
        return ""

    @property
    def is_off_by_casting(self) -> bool:
        """A tie without the chair's casting vote, or a casting vote without a tie."""
        if self.method not in COUNTED:
            return self.casting != Casting.NONE
        is_whole = None not in {self.in_favour, self.against}
        return is_whole and self.is_tied == (self.casting == Casting.NONE)

    @property
    def is_tied(self) -> bool:
        return self.method in COUNTED and self.in_favour == self.against

    @property
    def is_carried(self) -> bool:
        """More for than against, or a casting vote for; a vote without a count was not lost."""
        if self.method not in COUNTED:
            return True
        if self.is_tied:
            return self.casting == Casting.FOR
        return (self.in_favour or 0) > (self.against or 0)

    def __str__(self) -> str:
        if self.method not in COUNTED:
            return str(self.method.label)
        words = _("%(for)s for, %(against)s against") % {
            "for": self.in_favour,
            "against": self.against,
        }
        if self.abstained:
            words += _(", %(abstained)s abstained") % {"abstained": self.abstained}
        if self.casting == Casting.NONE:
            return words
        return _("%(votes)s; the chair’s casting vote was %(casting)s") % {
            "votes": words,
            "casting": self.casting.label.lower(),
        }
