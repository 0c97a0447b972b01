"""What is asked of whoever adds files to a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.evidence.models import LARGEST, MEGABYTE, MOST_AT_ONCE
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

HINT = _(
    "Photos, screenshots, PDFs, documents, emails, texts and recordings. Up to %(files)d at a "
    "time, each up to %(most)d MB. They are kept as they are: a photo may say where and when it "
    "was taken."
)
TAKEN = (
    "image/*,video/*,audio/*,.pdf,.txt,.csv,.eml,.msg,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods"
)


class SeveralFiles(forms.ClearableFileInput):
    """The box in which several can be chosen."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """One file or several; what each of them is, the action finds out."""

    widget = SeveralFiles

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_empty_file", True)
        options.setdefault("label", _("Files"))
        super().__init__(**options)
        self.widget.attrs["accept"] = TAKEN
        self.help_text = _t(str(HINT)) % {"files": MOST_AT_ONCE, "most": LARGEST // MEGABYTE}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        clean = super().clean
        sent = data if isinstance(data, list | tuple) else [data]
        return [file for file in (clean(one, initial) for one in sent or [None]) if file]


class FilesForm(GovukForm):
    """The field is named after the argument of ``evidence.actions.add_files``."""

    uploads = FilesField(error_messages={"required": _("Choose at least one file")})
