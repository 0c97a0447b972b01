"""The signature page, built once for everything that is signed.

A typed name is a signature if the person meant it as one (Law Commission, Electronic execution of
documents, Law Com No 386), so the form makes them type their own.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.kit import GovukForm
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

# fmt: off
TITLES = frozenset([
    "ald", "alderman", "alderwoman", "baroness", "canon", "cllr", "councillor", "dame", "doctor",
    "dr", "father", "hon", "honourable", "imam", "lady", "lord", "madam", "mayor", "miss", "mr",
    "mrs", "ms", "mx", "prof", "professor", "rabbi", "rev", "revd", "reverend", "right", "rt",
    "sir", "sister", "the",
])
HONOURS = frozenset(["bem", "cbe", "dbe", "esq", "jp", "kbe", "mba", "mbe", "mp", "obe", "phd"])
# fmt: on
# Letters that Unicode does not take apart into a plain one and its accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i"})
ACCENTS = range(0x0300, 0x0370)  # Latin, Greek and Cyrillic; other scripts need their marks
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


def is_same_name(typed: str, full_name: str) -> bool:
    """Whether both are one name: case, accents, spaces, dots, titles and honours do not count."""
    return bool(core_of(typed)) and core_of(typed) == core_of(full_name)


def core_of(name: str) -> str:
    """What is alike in all spellings of one name."""
    words = [_letters(word) for word in _plain(name).replace(".", " ").split()]
    words = [word for word in words if word]
    return "".join(_without_titles(words)) or "".join(name.split())


def _plain(name: str) -> str:
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(char for char in apart if ord(char) not in ACCENTS).translate(PLAIN)


def _letters(word: str) -> str:
    """Letters, figures and the marks that belong to them; no hyphen, apostrophe or joiner."""
    return "".join(char for char in word if unicodedata.category(char)[0] in "LNM")


def _without_titles(words: list[str]) -> Iterable[str]:
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 2 and words[-1] in HONOURS:  # noqa: PLR2004 - "Jane Mp" is a whole name
        words = words[:-1]
    return words
