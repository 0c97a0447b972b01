"""The signature page, built once for everything that is signed.

A typed name is a signature if the person meant it as one (Law Commission, Electronic execution of
documents, Law Com No 386), so the form makes them type their own.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.kit import GovukForm
from councilgov.forms.names import is_same_name
from councilgov.records import Refused

STALE_TEXT = gettext_lazy(
    "We could not tell which text you read. Nothing has been signed. Reload the page and try again"
)


class SignatureForm(GovukForm):
    """A statement to agree to, a name to type, and the hash of the text that was on the page.

    ``signer`` is the full name of the account. With ``tick`` the statement stands beside a box to
    tick; without it ``templates/govuk/signature.html`` shows it as text above the name. Whether
    ``text_sha256`` is the text in force is judged by the action, under lock.
    """

    agreed = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the box to say that you agree")}
    )
    typed_name = forms.CharField(
        label=gettext_lazy("Your signature"),
        help_text=gettext_lazy("Type your full name"),
        max_length=150,
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    text_sha256 = forms.CharField(
        widget=forms.HiddenInput,
        validators=[RegexValidator(r"\A[0-9a-f]{64}\Z", STALE_TEXT)],
        error_messages={"required": STALE_TEXT},
    )

    def __init__(
        self,
        data: Any = None,
        *,
        signer: str,
        statement: str,
        text_sha256: str,
        tick: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, initial={"text_sha256": text_sha256}, **kwargs)
        self.signer, self.statement = signer, statement
        self.fields["agreed"].label = statement
        self.fields["typed_name"].error_messages["required"] = _(
            "Type your full name, %(name)s"
        ) % {"name": signer}
        if not tick:
            del self.fields["agreed"]

    def is_signer(self, typed: str) -> bool:
        return is_same_name(typed, self.signer)

    def clean_typed_name(self) -> str:
        typed: str = self.cleaned_data["typed_name"]
        if not self.is_signer(typed):
            raise ValidationError(
                _(
                    "You are signed in as %(name)s. Type that name to sign, "
                    "or sign out if you are somebody else"
                ),
                code="somebody_else",
                params={"name": self.signer},
            )
        return typed


def check_name(full_name: str, typed_name: str) -> None:
    """Raise ``Refused`` unless somebody typed the name under which the council knows them."""
    if not typed_name.strip():
        raise Refused(_("Type your full name to sign."), field="typed_name")
    if not is_same_name(typed_name, full_name):
        raise Refused(
            _("Type your own name as it stands in the council’s records: %(name)s.")
            % {"name": full_name},
            field="typed_name",
        )
