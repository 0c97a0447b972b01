"""What a visitor brings to be checked, and what is told where it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.kit import GovukForm
from councilgov.ledger.certificates import find, judge
from councilgov.ledger.checker import CHANGED, MARKS_OF_A_PDF, OTHER_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile

    from councilgov.ledger.checker import Verdict
    from councilgov.ledger.models import Certificate

LARGEST_FILE = 1_000_000
"""Bytes; a certificate has 60,000."""
LONGEST_CODE = 100
"""Characters, with all that may come between the letters; a proof has more than twice as many."""
UNKNOWN_CODE = "unknown"


class Genuine(NamedTuple):
    """A certificate of ours. The statement is there if the visitor brought it, signed."""

    certificate: Certificate
    statement: Mapping[str, Any] | None
    outcome: str


class VerifyForm(GovukForm):
    """A code, the proof as text, or the file. What passes is genuine."""

    marks_optional = False
    code = forms.CharField(
        label=gettext_lazy("Code of the certificate"),
        help_text=gettext_lazy(
            "16 letters and numbers, like ABCD-EFGH-JKMN-PQRS. You can also paste what stands"
            " under “Proof as text”."
        ),
        required=False,
        max_length=8_000,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the certificate as a file"),
        help_text=gettext_lazy("A PDF of up to 1MB. We do not keep it."),
        required=False,
    )

    def clean_code(self) -> Genuine | None:
        typed: str = self.cleaned_data["code"]
        if not typed:
            return None
        if len(typed) > LONGEST_CODE:
            return proved(typed.encode())
        certificate = find(typed)
        if certificate is None:
            raise ValidationError(
                _(
                    "We have no certificate with this code. Compare it letter by letter with the"
                    " certificate: it has 16 letters and numbers"
                ),
                code=UNKNOWN_CODE,
            )
        return Genuine(certificate, None, "")

    def clean_file(self) -> Genuine | None:
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if not file:
            return None
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(_("The file must be smaller than 1MB"))
        found = file.read()
        if not any(mark in found for mark in MARKS_OF_A_PDF):
            raise ValidationError(_("The file is not a PDF. Choose the certificate as you got it"))
        return proved(found)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.genuine:
            self.add_error("code", _("Enter the code of the certificate, or choose its file"))
        return cleaned

    @property
    def genuine(self) -> Genuine | None:
        """What the visitor brought; a file proves more than a code."""
        brought: Genuine | None = self.cleaned_data["file"] or self.cleaned_data["code"]
        return brought


def proved(found: bytes) -> Genuine:
    """The certificate that a file or a text proves. Raises ``ValidationError`` if it does not."""
    verdict = judge(found)
    if not verdict.is_genuine or verdict.statement is None:
        raise ValidationError(in_words(verdict))
    certificate = find(verdict.statement["code"])
    if certificate is None:
        raise ValidationError(
            _(
                "The signature is the council’s, but the certificate is not in its ledger."
                " Do not rely on it, and tell the Monitoring Officer"
            )
        )
    return Genuine(certificate, verdict.statement, verdict.outcome)


def in_words(verdict: Verdict) -> str:
    """Why it is not genuine, and what to do."""
    if verdict.outcome == CHANGED:
        return _("This file was changed after it was issued. Ask for the file as it was issued")
    if verdict.outcome == OTHER_KEY:
        return _(
            "This was not signed by our council, or it was changed since. Ask whoever gave it to"
            " you where it comes from"
        )
    return _("There is no certificate in this. Choose the PDF as you got it, or type in its code")
