"""What people type or choose to enter a text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from policies.text.opening import LONGEST_TEXT
from policies.text.reading import FORBIDDEN, LARGEST

LONGEST_NAME = 200


def uploaded(file: Any) -> tuple[bytes, str]:
    """The bytes of an uploaded file, and its name without what cannot be shown.

    A file over the limit is read only so far that its reader refuses it.
    """
    name = FORBIDDEN.sub("", file.name)[-LONGEST_NAME:]
    return file.read(LARGEST + 1), name or "file"


class EnterTextForm(GovukForm):
    """A file or a text: one of the two."""

    govuk = {"file": {"size": "m"}, "text": {"size": "m"}}
    marks_optional = False

    file = forms.FileField(
        label=_("Upload a file"),
        help_text=_("Word (.docx), PDF, web page (.html), Markdown or plain text, up to 5 MB."),
        required=False,
        allow_empty_file=True,
    )
    text = forms.CharField(
        label=_("Or paste the text"),
        help_text=_("With its numbers, and an empty line between paragraphs."),
        widget=forms.Textarea({"rows": 12}),
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        required=False,
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text")
        if file and text:
            self.add_error("file", _("Choose a file or paste the text, not both"))
        elif not file and not text and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text below"))
        return cleaned


class CheckTextForm(GovukForm):
    """The text as it can be edited, and which of two buttons was pressed."""

    govuk = {"source": {"size": "m"}}

    source = forms.CharField(
        label=_("Change the text"),
        help_text=_(
            "A line that begins with ## is a heading, ### a smaller one, - a point. Numbers stand "
            "as they are published. Indent a point to put it inside the one above. Leave an empty "
            "line between paragraphs."
        ),
        widget=forms.Textarea({"rows": 20, "spellcheck": "true"}),
        validators=[MaxLengthValidator(LONGEST_TEXT)],
        strip=False,
        error_messages={"required": _("Enter the text of the policy")},
    )
    seen_sha256 = forms.CharField(widget=forms.HiddenInput)
