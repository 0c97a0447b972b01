"""Pages of imports: choose a file, confirm its columns, see what would change, apply it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.forms.exports import download
from councilgov.forms.registers import SHOWN_OR_TAKEN, Counted, register_page
from councilgov.imports import actions, previews, progress
from councilgov.imports.filters import ImportFilter
from councilgov.imports.forms import (
    ASKED_AT_ONCE,
    AnswersForm,
    ColumnsForm,
    FileForm,
    MendedFileForm,
)
from councilgov.imports.importables import UnknownImportable, allowed, importable_of
from councilgov.imports.mapping import heading_in_words, known_export
from councilgov.imports.models import Import, ImportFile, ImportStatus
from councilgov.imports.reading import LARGEST
from councilgov.imports.tables import ImportTable
from councilgov.ledger.actions import export_register
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from councilgov.imports.importables import Importable
    from councilgov.people.models import User

PAGES = {
    ImportStatus.CHECKING: "imports/at_work.html",
    ImportStatus.CHECKED: "imports/checked.html",
    ImportStatus.APPLYING: "imports/at_work.html",
    ImportStatus.APPLIED: "imports/applied.html",
    ImportStatus.FAILED: "imports/over.html",
    ImportStatus.DISCARDED: "imports/over.html",
}


@SHOWN_OR_TAKEN
def imports(request: Request) -> HttpResponseBase:
    """What was imported, by whom, and what waits to be gone on with."""
    kinds = allowed(request.user)
    if not kinds:
        raise PermissionDenied
    return register_page(
        request,
        queryset=Import.objects.visible_to(request.user).with_row(),
        table_class=ImportTable,
        filter_class=ImportFilter,
        context={"title": _("Imports"), "kinds": kinds, "back": reverse("home")},
        template="imports/imports.html",
        on_export=partial(export_register, of="imports", by=request.user),
    )


@require_http_methods(["GET", "POST"])
def start(request: Request, kind: str) -> HttpResponse:
    """Choose a file; what each of its columns may say stands below."""
    importable = to_import(request, kind)
    if first := comes_first(importable, request.user):
        return redirect(first)
    form = file_form(request, importable)
    if form.is_valid():
        content, name = uploaded(form)
        row: list[Import] = []
        if form.done(
            lambda: row.append(
                actions.upload(kind=importable, content=content, name=name, by=request.user)
            )
        ):
            return redirect(row[0])
    return render(request, "imports/start.html", {"importable": importable, "form": form})


@require_safe
def template(request: Request, kind: str) -> HttpResponseBase:
    """A file to begin with: the headings that are known, and a row as an example."""
    importable = to_import(request, kind)
    headings = [str(column.label) for column in importable.columns]
    example = [column.example for column in importable.columns]
    return download([headings, example], title=str(importable.title), kind="csv")


@require_http_methods(["GET", "POST"])
def one(request: Request, pk: int) -> HttpResponse:
    """How an import stands, and what can be done with it now; it takes a mended file."""
    row = seen_by(request, pk)
    form = file_form(request, row.importable, MendedFileForm)
    if form.is_valid():
        content, name = uploaded(form)
        if form.done(lambda: actions.mend(row=row, content=content, name=name, by=request.user)):
            return redirect(row)
    if row.status == ImportStatus.UPLOADED:
        return redirect("imports:map_columns", row.pk)
    context = {"row": row, "importable": row.importable, "form": form, **shown_of(row)}
    return render(request, PAGES[ImportStatus(row.status)], context)


def shown_of(row: Import) -> dict[str, Any]:
    """What the page of its status shows besides the import itself."""
    if row.is_at_work:
        return {"progress": progress.told(row.pk), "is_late": row.is_late(timezone.now())}
    if row.status in {ImportStatus.DISCARDED, ImportStatus.FAILED}:
        return {}
    return {
        "mistakes": previews.mistakes(row),
        "mistakes_of": previews.FIRST_REFUSED,
        "parts": previews.parts(row) if row.status == ImportStatus.CHECKED else [],
        "questions": len(questions := row.questions),
        "unanswered": len(previews.unanswered(row, questions)),
        "absent": row.importable.show_absent(row.absent) if row.absent else [],
        "earlier": Import.objects.same_file_applied(row).first(),
        "import_words": _("Import %(what)s") % {"what": row.importable.counted(row.good)},
    }


@require_http_methods(["GET", "POST"])
def map_columns(request: Request, pk: int) -> HttpResponse:
    """Confirm which column of the file says what."""
    row = seen_by(request, pk)
    row.check_move(ImportStatus.CHECKING, _("Choosing columns"))
    form = ColumnsForm(request.POST or None, row=row)
    if form.done(lambda: actions.map_columns(row=row, mapping=form.mapping, by=request.user)):
        return redirect(row)
    file = get_object_or_404(ImportFile, of=row)
    context = {
        "row": row,
        "form": form,
        "headings": [heading_in_words(row.headings, at) for at in range(len(row.headings))],
        "sample": file.sample,
        "export": known_export(row.importable, row.headings),
    }
    return render(request, "imports/map_columns.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponse:
    """Answer what the file leaves open: first what nobody has answered yet."""
    row = seen_by(request, pk)
    row.check_stands({ImportStatus.CHECKED}, _("Answering"))
    questions = row.questions
    if not (shown := previews.unanswered(row, questions) or questions):
        return redirect(row)
    asked = shown[:ASKED_AT_ONCE]
    form = AnswersForm(request.POST or None, questions=asked, answers=row.answers)
    if form.is_valid():
        actions.check_seen(row, request.POST.get("seen", ""), row.check_mark)
        return redirect(actions.answer(row=row, answers=form.answers, by=request.user))
    context = {"row": row, "form": form, "more": len(shown) > ASKED_AT_ONCE}
    return render(request, "imports/answer.html", context)


@require_safe
def how_far(request: Request, pk: int) -> HttpResponse:
    """How far the job is, for the script that moves the bar."""
    row = seen_by(request, pk)
    found = progress.told(row.pk)
    shown = {**found._asdict(), "words": found.words} if found else {}
    return JsonResponse({"is_over": not row.is_at_work, **shown})


@require_POST
def ask_to_apply(request: Request, pk: int) -> HttpResponse:
    """Import the good rows that the page showed, and no others."""
    row = seen_by(request, pk)
    row.check_move(ImportStatus.APPLYING, _("The import"))
    actions.check_seen(row, request.POST.get("seen", ""), row.check_mark)
    return redirect(actions.ask_to_apply(row=row, by=request.user))


@require_POST
def check_again(request: Request, pk: int) -> HttpResponse:
    """Check the same file once more."""
    return redirect(actions.check_again(row=seen_by(request, pk), by=request.user))


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Import nothing of the file that the page showed."""
    row = seen_by(request, pk)
    row.check_move(ImportStatus.DISCARDED, _("Discarding the import"))
    actions.check_seen(row, request.POST.get("seen", ""), row.file_mark)
    actions.discard(row=row, by=request.user)
    messages.success(request, _("The file is deleted. Nothing of it was imported."))
    return redirect("imports:imports")


@require_POST
def errors(request: Request, pk: int) -> HttpResponseBase:
    """The rows that were refused, as a file to mend: that somebody took it is recorded."""
    rows = Counted(previews.errors_file(seen_by(request, pk)))
    file = download(rows, title=_("Rows to mend"), kind="csv")
    export_register(of="imports.errors", by=request.user, file_format="csv", rows=rows.number - 1)
    return file


def to_import(request: Request, kind: str) -> Importable:
    try:
        importable = importable_of(kind)
    except UnknownImportable as error:
        raise Http404 from error
    if not request.user.has_perm(importable.right):
        raise PermissionDenied
    return importable


def comes_first(importable: Importable, user: User) -> str:
    """The page that comes before any file, if there is one."""
    try:
        importable.check_may(user)
    except Refused as refusal:
        if refusal.way:
            return refusal.way[0]
        raise
    return ""


def seen_by(request: Request, pk: int) -> Import:
    rows = Import.objects.visible_to(request.user).select_related("uploaded_by", "asked_by")
    return get_object_or_404(rows, pk=pk)


def file_form(request: Request, kind: Importable, form: type[FileForm] = FileForm) -> FileForm:
    is_sent = request.method == "POST"
    return form(request.POST, request.FILES, kind=kind) if is_sent else form(kind=kind)


def uploaded(form: FileForm) -> tuple[bytes, str]:
    """What was uploaded, and its name: no more of either than is kept."""
    file = form.cleaned_data["file"]
    return file.read(LARGEST + 1), named(file.name)


def named(name: str) -> str:
    """The name of a file without what no name needs, and its end rather than its beginning."""
    return "".join(char for char in name if char.isprintable())[-200:]
