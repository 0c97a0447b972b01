"""Pages on which a text is entered and its clauses are checked before they are saved."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.people.models import Council
from councilgov.records import Refused
from policies.entering import actions
from policies.entering.forms import CheckTextForm, EnterTextForm, uploaded
from policies.entering.incoming import read_in
from policies.models import OriginalFile, PolicyVersion, UnsavedText
from policies.numbers import of_number
from policies.text.clauses import Kind
from policies.text.markup import safe_html
from policies.text.oddities import oddities
from policies.text.references import outdated
from policies.text.writing import write, written_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.utils.safestring import SafeString

    from councilgov.http import Request
    from policies.text.clauses import Clause

DRAFTS = permission_required(Right.DRAFT_POLICY, raise_exception=True)
KINDS = {
    Kind.HEADING: gettext_lazy("Heading"),
    Kind.PARAGRAPH: gettext_lazy("Paragraph"),
    Kind.BULLET: gettext_lazy("Point"),
    Kind.NUMBERED: gettext_lazy("Numbered point"),
    Kind.ROW: gettext_lazy("Row of a table"),
}


class Shown(NamedTuple):
    """A clause as the page shows it for checking."""

    anchor: str
    number: str
    kind: str
    is_heading: bool
    words: SafeString


@require_http_methods(["GET", "POST"])
@DRAFTS
def enter_text(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Enter a text: upload a file, paste it, or change the one that is there."""
    row = to_enter(request, slug, number)
    actions.open_text(version=row, by=request.user)
    initial = {"seen_sha256": row.sha256}
    form = EnterTextForm(request.POST or None, request.FILES or None, initial=initial)
    form = filled(request, form)
    if form.done(lambda: take_in(request, row, form)):
        return redirect("policies:check_text", slug, row.number)
    context = {"version": row, "form": form, "unsaved": unsaved_of(request, row)}
    return render(request, "policies/enter_text.html", context)


@require_http_methods(["GET", "POST"])
@DRAFTS
def check_text(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Check the clauses: how the text was split, what is odd in it, and the text to change."""
    row = to_enter(request, slug, number)
    actions.open_text(version=row, by=request.user)
    unsaved = unsaved_of(request, row)
    if not unsaved and not row.text:
        return redirect("policies:enter_text", slug, row.number)
    checked = unsaved.source if unsaved else write(row.text)
    seen = unsaved.seen_sha256 if unsaved else row.sha256
    form = CheckTextForm(request.POST or None, initial={"source": checked, "seen_sha256": seen})
    form = filled(request, form)
    if "save" in request.POST and form.is_valid() and form.cleaned_data["source"] == checked:
        if form.done(lambda: save(request, row, form)):
            messages.success(request, _("The text is saved."))
            return redirect("policies:version", slug, row.number)
    elif form.done(lambda: change(request, row, form)):
        say_changed(request)
        return redirect("policies:check_text", slug, row.number)
    context = {"version": row, "form": form, "unsaved": unsaved, **findings(checked)}
    return render(request, "policies/check_text.html", context)


@require_safe
@permission_required(Right.SEE_DRAFTS, raise_exception=True)
def references(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """What a text refers to and should not: law that is repealed, renamed or of another nation."""
    row = version_of(request, slug, number)
    found = outdated(row.text, nation=Council.objects.the().nation)
    return render(request, "policies/references.html", {"version": row, "outdated": found})


@require_safe
@permission_required(Right.SEE_DRAFTS, raise_exception=True)
def original_file(request: Request, slug: str, number: tuple[int, int], pk: int) -> HttpResponse:
    """A file from which a text came, byte for byte: saved by the browser and never opened in it."""
    row = version_of(request, slug, number)
    file = get_object_or_404(OriginalFile.objects.visible_to(request.user), version=row, pk=pk)
    response = HttpResponse(bytes(file.content), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def version_of(request: Request, slug: str, number: tuple[int, int]) -> PolicyVersion:
    seen = PolicyVersion.objects.visible_to(request.user).select_related("policy")
    return of_number(seen, slug, number)


def to_enter(request: Request, slug: str, number: tuple[int, int]) -> PolicyVersion:
    row = version_of(request, slug, number)
    actions.check_may_enter(row)
    return row


def unsaved_of(request: Request, row: PolicyVersion) -> UnsavedText | None:
    """What this person has entered and not saved; without the bytes of its file."""
    mine = UnsavedText.objects.filter(version=row, entered_by=request.user)
    return mine.defer("content").first()


def take_in(request: Request, row: PolicyVersion, form: EnterTextForm) -> None:
    answers = form.cleaned_data
    content, name = uploaded(answers["file"]) if answers["file"] else (answers["text"].encode(), "")
    with said_at("file" if name else "text"):
        found = read_in(row, content, name)
        actions.take_in(
            version=row, found=found, seen_sha256=answers["seen_sha256"], by=request.user
        )


def change(request: Request, row: PolicyVersion, form: CheckTextForm) -> None:
    with said_at("source"):
        actions.change(version=row, by=request.user, **form.cleaned_data)


def save(request: Request, row: PolicyVersion, form: CheckTextForm) -> None:
    answers = form.cleaned_data
    with said_at("source"):
        actions.save(
            version=row,
            checked=answers["source"],
            seen_sha256=answers["seen_sha256"],
            by=request.user,
        )


@contextmanager
def said_at(field: str) -> Iterator[None]:
    """A refusal of the words is said at the field they were given in."""
    try:
        yield
    except Refused as refusal:
        raise Refused(str(refusal), field=field) from refusal


def say_changed(request: Request) -> None:
    if "save" in request.POST:
        told = _("You changed the text after you checked it. Check the clauses, then save them.")
        messages.warning(request, told)
    else:
        messages.info(
            request, _("These are the clauses of the changed text. Nothing is saved yet.")
        )


def findings(source: str) -> dict[str, Any]:
    """The clauses of a text, how many of each kind there are, and what is odd in them."""
    clauses = written_back(source, _("The text"))
    return {
        "clauses": [shown(clause) for clause in clauses],
        "counted": counted(clauses),
        "oddities": oddities(clauses),
        "outdated": outdated(clauses, nation=Council.objects.the().nation),
    }


def shown(clause: Clause) -> Shown:
    kind = str(KINDS[clause.kind])
    if clause.is_point and clause.level > 1:
        kind = _("%(kind)s, inside another") % {"kind": kind}
    is_heading = clause.kind is Kind.HEADING
    return Shown(clause.anchor, clause.number, kind, is_heading, safe_html(clause.markup))


def counted(clauses: Sequence[Clause]) -> str:
    """In a few words: "49 clauses and 8 headings, 1204 words"."""
    headings = sum(clause.kind is Kind.HEADING for clause in clauses)
    words = sum(len(clause.text.split()) for clause in clauses)
    count = len(clauses) - headings
    return _("%(clauses)s and %(headings)s, %(words)s") % {
        "clauses": ngettext("%d clause", "%d clauses", count) % count,
        "headings": ngettext("%d heading", "%d headings", headings) % headings,
        "words": ngettext("%d word", "%d words", words) % words,
    }
