"""Words that stand nowhere but in one councillor's rows about one person, to be looked for."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from pypdf import PdfReader

from consent.disclosing.actions import read_shared
from consent.enquiring.actions import copy_record, find_people, read_record
from consent.models import (
    Channel,
    ContactPermission,
    Enquiry,
    Ground,
    LeaverAnswer,
    Leaving,
    LeftChannel,
    Measure,
    MessageWording,
    Opening,
    ProcessingTerms,
    RecordsHold,
    TermsAcceptance,
)
from consent.opening.actions import read_list, read_person
from consent.social.actions import keep_account, log_moderation
from consent.stopping.actions import make_link
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.imports.models import Import
from councilgov.notices.models import Notice
from tests.consent import people
from tests.consent.importing import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from consent.models import Constituent
    from councilgov.people.models import User

MARK = "zqx-"
OF_THE_COUNCIL = {
    Channel,
    Enquiry,
    LeaverAnswer,
    Leaving,
    LeftChannel,
    MessageWording,
    Opening,
    ProcessingTerms,
    RecordsHold,
    TermsAcceptance,
}
"""About no constituent. Every other model is planted: a test says so."""
OURS = {"nonce", "digest", "mark", "test_word", "history_change_reason"}
"""Columns in which no person's words can stand: the portal makes them."""


def private() -> list[type[models.Model]]:
    """The models of permission to contact that are about somebody, each before its history."""
    every = apps.get_app_config("consent").get_models()
    known = OF_THE_COUNCIL | {model.history.model for model in OF_THE_COUNCIL}  # type: ignore[attr-defined]
    return [model for model in every if model not in known]


def columns(model: type[models.Model]) -> Iterator[str]:
    """Those that hold words of somebody's own."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if is_text and field.name not in OURS:
            yield field.name


def planted() -> ContactPermission:
    """A permission of somebody of whom every word and number begins so, in history too."""
    row = people.asked(people.person())
    people.actions.answered(permission=row, agreed=True, on=row.asked_on, by=row.councillor)
    row = people.checked(row)
    people.contacted(row)
    make_link(permission=row, by=row.councillor)
    people.kept(row.constituent)
    share = people.shared(row.constituent, has_log=True)
    read_shared(share=share, by=share.reader)
    _looked_at(row.constituent)
    Notice.objects.all().delete()  # a test sends its own alone
    _shut_out(row.councillor)
    _brought_in(row.councillor)
    people.verified(_looked_up(row.councillor))
    for model in private():
        words = {name: f"{MARK}{name}" for name in columns(model)}
        if words:
            rows: models.QuerySet[Any] = models.QuerySet(model)
            rows.update(**words)
    return ContactPermission.objects.with_row().get(pk=row.pk)


def _looked_at(person: Constituent) -> None:
    """An officer opened the ward records, saw the name in the list and read the record."""
    row = people.opened(person.councillor)
    looked: dict[str, Any] = {"opening": row, "by": row.opened_by}
    read_list(people=[person], is_search=False, **looked)
    read_person(person=person, **looked)


def _looked_up(councillor: User) -> Constituent:
    """Somebody in council work, whom an officer found, read and copied."""
    person = people.person(councillor=councillor, capacity=Capacity.COUNCIL)
    row = people.enquiry()
    looked: dict[str, Any] = {"enquiry": row, "by": row.opened_by}
    find_people(people=[person], **looked)
    read_record(person=person, **looked)
    copy_record(person=person, **looked)
    return person


def _shut_out(councillor: User) -> None:
    """Somebody is kept out of an account of the councillor's own."""
    about: dict[str, Any] = {"platform": "Facebook", "handle": "@ward", "capacity": Capacity.WARD}
    account = keep_account(**about, by=councillor)
    why: dict[str, Any] = {"what": Measure.BLOCK, "ground": Ground.ABUSE, "who": "@loudly"}
    log_moderation(account=account, on=today(), by=councillor, **why)


def _brought_in(councillor: User) -> None:
    """A file of theirs waits to be brought in: one row is new, and one is to be mended."""
    named = {"full_name": f"{MARK}named"}
    files.checked(councillor, files.row(**named), files.row(**named, handle=f"{MARK}handled"))


def links() -> list[str]:
    """The addresses of the rows that are about somebody, and of files of such."""
    found = [row for model in private() for row in models.QuerySet(model)]
    found += Import.objects.own()
    return [row.get_absolute_url() for row in found if hasattr(row, "get_absolute_url")]


def leaks(text: str, at: str = "", also: Iterable[str] = ()) -> list[str]:
    """What of it stands in the text. The address that was asked for is no news to who asked."""
    said = text.replace(at, "") if at else text
    return [*re.findall(rf"{MARK}[\w-]*", said), *(link for link in also if f'"{link}' in said)]


def words_of(response: Any) -> str:
    """Everything that a response says, in a file too."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    heads = str(response.headers)
    if body.startswith(b"%PDF"):
        return heads + "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return heads + "".join(
                file.read(name).decode("utf-8", "replace") for name in file.namelist()
            )
    return heads + body.decode("utf-8", "replace")
