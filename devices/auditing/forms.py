"""What is asked when an audit starts, and in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.days import day_in_words
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Group
from devices.audits import AnswerStatus
from devices.models import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.audits import AuditLine


class AuditForm(GovukForm):
    """The fields are named after the arguments of ``auditing.actions.start_audit``."""

    title = line(
        _("Title"), _("Enter a title"), _("For example, Autumn 2026. Councillors see it"), most=100
    )
    until_on = DateField(
        label=_("Until when can they answer?"),
        future=True,
        error_messages={"required": _("Enter the last day")},
    )
    kinds = forms.ModelMultipleChoiceField(
        Kind.objects.all(),
        label=_("Which kinds of device?"),
        help_text=_("Choose none to ask about all"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(),
        label=_("Of which political groups?"),
        help_text=_("Choose none to ask everybody"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class AnswersForm(GovukForm):
    """One question for each device."""

    def __init__(self, *args: Any, lines: Sequence[AuditLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_several_days = len({row.audit.until_on for row in lines}) > 1
        for row in lines:
            told = {"device": row.device}
            self.fields[f"line_{row.pk}"] = forms.ChoiceField(
                label=_t("Do you have %(device)s?") % told,
                choices=[
                    (AnswerStatus.YES.value, _("Yes")),
                    (AnswerStatus.NO.value, _("No")),
                    (AnswerStatus.UNSURE.value, _("Not sure")),
                ],
                help_text=day_of(row) if has_several_days else "",
                initial=row.status,
                widget=forms.RadioSelect,
                error_messages={"required": _t("Select whether you have %(device)s") % told},
            )

    def answers(self) -> dict[int, AnswerStatus]:
        """Line to answer, as ``auditing.actions.answer`` takes them."""
        given = self.cleaned_data.items()
        return {int(name.removeprefix("line_")): AnswerStatus(value) for name, value in given}


def day_of(line: AuditLine) -> str:
    """By when it is to be answered, where one thing is to be answered before another."""
    return _t("By %(day)s") % {"day": day_in_words(line.audit.until_on)}
