"""Forms about whom a policy asks. Their fields are named after the arguments of the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.kit import GovukForm
from councilgov.people.models import Committee, Group, User
from policies.models import Audience, Chosen

if TYPE_CHECKING:
    from collections.abc import Iterator

CHOICE = ("required", "invalid_choice")
MOST = 500
"""Lines that are handed in at once."""


class AudienceForm(GovukForm):
    """Whom a policy asks."""

    audience = forms.ChoiceField(
        label=gettext_lazy("Who is asked to sign?"),
        choices=Audience,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, gettext_lazy("Select who is asked to sign")),
    )

    def clean_audience(self) -> Audience:
        return Audience(self.cleaned_data["audience"])


class RuleForm(GovukForm):
    """One rule of an audience, or a set of people."""

    govuk = {
        "chosen": {
            "conditional": {
                Chosen.GROUP.value: ["group"],
                Chosen.COMMITTEE.value: ["committee"],
                Chosen.PERSON.value: ["people"],
            }
        }
    }

    chosen = forms.ChoiceField(
        label=gettext_lazy("Who else is asked to sign?"),
        choices=[
            *((one.value, one.label) for one in Chosen if one != Chosen.PERSON),
            (Chosen.PERSON.value, gettext_lazy("People by name")),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, gettext_lazy("Select who else is asked to sign")),
    )
    group = forms.ModelChoiceField(
        Group.objects.all(),
        label=gettext_lazy("Political group"),
        empty_label=gettext_lazy("Select a group"),
        error_messages=dict.fromkeys(CHOICE, gettext_lazy("Select the group")),
    )
    committee = forms.ModelChoiceField(
        Committee.objects.all(),
        label=gettext_lazy("Committee"),
        empty_label=gettext_lazy("Select a committee"),
        error_messages=dict.fromkeys(CHOICE, gettext_lazy("Select the committee")),
    )
    people = forms.CharField(
        label=gettext_lazy("Email addresses or full names"),
        help_text=gettext_lazy("One on each line. You can paste them."),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter an email address or a name")},
    )

    def clean_people(self) -> list[User]:
        """Those in office whom the lines name, each line checked by itself."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines()]
        wanted = [line for line in dict.fromkeys(lines) if line]
        if len(wanted) > MOST:
            raise forms.ValidationError(_("Enter %(n)s lines at most") % {"n": MOST})
        known = in_office_by_name(wanted)
        if wrong := list(problems(wanted, known)):
            raise forms.ValidationError(wrong)
        return [known[line.lower()][0] for line in wanted]

    def whom(self) -> dict[str, Any]:
        """What the rule names, beside what it chooses by."""
        names = {"group", "committee"}
        return {name: row for name, row in self.cleaned_data.items() if name in names and row}


def in_office_by_name(wanted: list[str]) -> dict[str, list[User]]:
    """Everybody in office whom one of the words names, by that word in lower case: one query."""
    words = {word.lower() for word in wanted}
    named = User.objects.councillors(timezone.now()).annotate(
        name=Lower("full_name"), known=Lower("known_as")
    )
    found: dict[str, list[User]] = {}
    for person in named.filter(Q(email__in=words) | Q(name__in=words) | Q(known__in=words)):
        for word in {person.email, person.name, person.known} & words:
            found.setdefault(word, []).append(person)
    return found


def problems(wanted: list[str], known: dict[str, list[User]]) -> Iterator[str]:
    for word in wanted:
        count = len(known.get(word.lower(), []))
        if count == 0:
            yield _("Nobody in office is called %(word)s. Check how it is spelt") % {"word": word}
        elif count > 1:
            yield _("%(n)s people are called %(word)s. Enter the email address instead") % {
                "n": count,
                "word": word,
            }
