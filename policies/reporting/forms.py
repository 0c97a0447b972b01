"""What an officer writes for a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Council
from policies.models import IMPLICATIONS, Body, CommitteeReport
from policies.reporting.paragraphs import choices

if TYPE_CHECKING:
    from datetime import date

NOTHING = frozenset({"none", "n/a", "na", "nil", "nothing"})
EXPLICITLY = _("If there is nothing to say, type None or N/A")


class ReportForm(GovukForm):
    """The fields are named after the columns of a report, in the order of Barnet's.

    Each implication is a field of its own; ``report`` gathers them.
    """

    title = line(_("Title"), _("Enter the title of the report"))
    body = line(_("Body"), _("Enter the name of the body"), _("Such as: Governance Committee"), 100)
    body_kind = forms.ChoiceField(
        label=_("What kind of body is it?"),
        choices=Body,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what kind of body it is")},
    )
    meets_on = DateField(
        label=_("When does it meet?"),
        error_messages={"required": _("Enter the day of the meeting")},
    )
    report_of = line(
        _("Report of"), _("Enter whose report it is"), _("The post, not the person"), 100
    )
    contact = words(
        _("Officers to ask"), _("Enter whom to ask about it"), _("Name, phone and email"), rows=2
    )
    wards = line(_("Wards"), _("Enter the wards, or All"))
    exempt_because = forms.ChoiceField(
        label=_("Is it exempt from publication?"),
        help_text=_("If it is, select the paragraph of the law that makes it so."),
        required=False,
    )
    public_interest = words(
        _("Why is it in the public interest to keep it secret?"),
        hint=_(
            "Only for an exempt report: why secrecy outweighs the public’s interest in reading it. "
            "Everybody who sees the report reads this."
        ),
        rows=3,
    )
    is_urgent = forms.BooleanField(label=_("It is urgent"), required=False)
    is_key = forms.BooleanField(label=_("It asks for a key decision"), required=False)
    summary = words(_("Summary"), _("Enter a summary"))
    recommendations = words(_("Recommendations"), _("Enter what the body is asked to do"))
    why_needed = words(_("Why this report is needed"), _("Enter why this report is needed"))
    reasons = words(_("Reasons for recommendations"), _("Enter the reasons"))
    alternatives = words(
        _("Alternatives considered and not recommended"),
        _("Enter the alternatives, or None"),
        EXPLICITLY,
    )
    after_decision = words(
        _("What happens after the decision"), _("Enter what happens after the decision")
    )
    terms_of_reference = words(
        _("Terms of reference"), _("Enter what lets this body decide it"), rows=3
    )
    asked_for = forms.CharField(
        label=_("Decision that asked for this report"),
        help_text=_("With its minute"),
        max_length=200,
        required=False,
    )
    background_papers = words(_("Background papers"), hint=_("One a line"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_paragraphs()
        last = {name: self.fields.pop(name) for name in list(self.fields)[-3:]}
        for key, heading in IMPLICATIONS.items():
            missing = _now("Answer “%(heading)s”, if only with None or N/A") % {"heading": heading}
            self.fields[key] = words(heading, missing, EXPLICITLY, rows=3)
        self.fields.update(last)

    def _offer_paragraphs(self) -> None:
        """Those of the nation, and what stands on the report already, such as of an import."""
        offered = choices(Council.objects.the().nation)
        known = self.initial.get("exempt_because", "")
        if known and known not in dict(offered):
            offered.append((known, known))
        field: Any = self.fields["exempt_because"]
        field.choices = [("", _("No, it is public")), *offered]

    def clean_public_interest(self) -> str:
        """Empty where somebody says that there is none, as they do at the other headings."""
        said: str = self.cleaned_data["public_interest"]
        return "" if said.strip(" .").casefold() in NOTHING else said

    def clean_meets_on(self) -> date:
        meets_on: date = self.cleaned_data["meets_on"]
        if meets_on < today():
            raise ValidationError(_now("The meeting must be today or later"))
        return meets_on

    @property
    def report(self) -> dict[str, Any]:
        """The arguments of ``actions.write_report`` and ``change_report``."""
        fields = dict(self.cleaned_data)
        implications = {key: fields.pop(key) for key in IMPLICATIONS}
        return {**fields, "implications": implications}


def answers_of(report: CommitteeReport) -> dict[str, Any]:
    """What the form shows of a report that was written before."""
    names = [name for name in ReportForm.base_fields if name not in IMPLICATIONS]
    return {**{name: getattr(report, name) for name in names}, **report.implications}
