"""Which pages a report takes, in which order, and how far somebody has come.

What went wrong decides it: five pages for information that went astray, three for a suspicious
message or what is not allowed (what happened and when, beside what it is).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from breaches.models import IncidentKind
from breaches.reporting.forms import ReportForm
from councilgov.forms.dates import PARTS, DateInput
from councilgov.forms.text import is_storable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict
    from django_stubs_ext import StrOrPromise

    from breaches.models import ReportDraft
    from councilgov.people.models import User


class Asking(NamedTuple):
    """A page: its name, the word in its address, what its title says, and what it asks."""

    name: str
    word: str
    title: StrOrPromise
    asks: Sequence[str]


KIND = Asking("report", "", _("What went wrong?"), ("kind",))
MISUSE = Asking("report_misuse", "misuse", _("Which of these is it?"), ("misuse",))
SOCIAL = Asking("report_social", "social-media", _("Which of these is it?"), ("social",))
WHOSE = Asking("report_whose", "whose-work", _("Whose work was it about?"), ("capacity",))
HAPPENED = Asking("report_happened", "what-happened", _("What happened?"), ("happened",))
WHEN = Asking("report_when", "when", _("When was it?"), ("noticed", "occurred"))
ABOUT = Asking(
    "report_information",
    "information",
    _("What was it about?"),
    ("data_told", "whose", "device", "recipient", "is_near_miss"),
)
PAGES = {page.name: page for page in (KIND, MISUSE, SOCIAL, WHOSE, HAPPENED, WHEN, ABOUT)}
SHORT = {
    IncidentKind.MISUSE: [KIND, MISUSE, HAPPENED, WHEN],
    IncidentKind.SOCIAL: [KIND, SOCIAL, HAPPENED, WHEN],
    IncidentKind.SUSPICIOUS: [KIND, HAPPENED, WHEN, ABOUT],
}
"""Of these it does not matter whose work it was, or which information."""
LONG = [KIND, WHOSE, HAPPENED, WHEN, ABOUT]


class Begun:
    """A report that this person has begun, and what it still takes."""

    def __init__(self, draft: ReportDraft | None, person: User) -> None:
        self.draft, self.person = draft, person
        self.answers: Mapping[str, Mapping[str, str]] = draft.answers if draft else {}
        self.kind = self._kind()

    def _kind(self) -> str:
        kind = self.answers.get(KIND.name, {}).get("kind", "")
        return kind if kind in IncidentKind.values else ""

    @property
    def pages(self) -> Sequence[Asking]:
        """In their order. A councillor alone has work of their own to tell from the council's."""
        found = SHORT.get(IncidentKind(self.kind), LONG) if self.kind else [KIND]
        return [page for page in found if page != WHOSE or self.person.is_councillor]

    def form(self, page: Asking, typed: Mapping[str, Any] | None = None) -> ReportForm:
        """The questions of a page, with what was typed, if anything."""
        kind = "" if page == KIND else self.kind
        return ReportForm(typed, person=self.person, kind=kind, only=page.asks)

    def answered(self, page: Asking) -> ReportForm:
        """The page as it was answered; not valid if it was not, or is not any more."""
        return self.form(page, self.answers.get(page.name, {}))

    def next(self) -> Asking | None:
        """The first page without a right answer; None if there is nothing more to ask."""
        return next((page for page in self.pages if not self.answered(page).is_valid()), None)

    def before(self, page: Asking) -> Asking:
        """Where Back leads."""
        pages = list(self.pages)
        return pages[max(pages.index(page) - 1, 0)] if page in pages else KIND

    def arguments(self) -> dict[str, Any]:
        """All answers, as the action takes them. Every page is answered."""
        given: dict[str, Any] = {}
        for page in self.pages:
            form = self.answered(page)
            form.full_clean()
            given |= form.arguments()
        return given


def typed_in(form: ReportForm, sent: QueryDict) -> dict[str, str]:
    """What was typed on a page, right or wrong, by the names of its boxes, without what no column
    can hold.
    """
    names: list[str] = []
    for name, field in form.fields.items():
        parts = [f"_{part}" for part in PARTS] if isinstance(field.widget, DateInput) else [""]
        names += [f"{name}{part}" for part in parts]
    typed = {name: sent.get(name) for name in names if name in sent}
    return {name: str(value) for name, value in typed.items() if is_storable(value)}
