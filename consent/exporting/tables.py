"""Every row that a councillor keeps, for a program to read: one file, written piece by piece."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from consent.models import (
    Channel,
    Constituent,
    Contact,
    ContactPermission,
    Enquiry,
    LeftChannel,
    Moderation,
    Opening,
    PersonHold,
    Reading,
    Share,
    SocialAccount,
    TermsAcceptance,
    VideoCheck,
)
from councilgov.people.models import User
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import Field, QuerySet

WORKED_OUT = frozenset({"councillor", "normal", "look", "test_word", "stale_on"})
"""What the portal works out from the rest, or forgets by itself."""
NAMES: Mapping[Any, str] = {
    Channel: "name",
    Device: "asset_tag",
    Enquiry: "reason",
    Opening: "reason",
    User: "full_name",
}
"""What other rows are called: their own keys mean nothing elsewhere."""


class Table(NamedTuple):
    """Rows of one kind, with the name of the column and where it is read."""

    name: str
    rows: QuerySet[Any]


def tables(councillor: User) -> Sequence[Table]:
    """All that is this councillor's own, people first."""
    return [
        Table("people", Constituent.objects.visible_to(councillor)),
        Table("ways_to_reach_them", ContactPermission.objects.visible_to(councillor)),
        Table("contacts", Contact.objects.visible_to(councillor)),
        Table("shares", Share.objects.visible_to(councillor)),
        Table("read_by_others", Reading.objects.visible_to(councillor)),
        Table("kept_for_a_request", PersonHold.objects.visible_to(councillor)),
        Table("social_accounts", SocialAccount.objects.visible_to(councillor)),
        Table("taken_down_or_blocked", Moderation.objects.visible_to(councillor)),
        Table("video_checks", VideoCheck.objects.visible_to(councillor)),
        Table("channels_not_used", LeftChannel.objects.visible_to(councillor)),
        Table("terms_accepted", TermsAcceptance.objects.visible_to(councillor)),
    ]


def records(table: Table) -> Iterator[dict[str, Any]]:
    """Each row by the names of its columns."""
    columns = {field.name: _path(field) for field in table.rows.model._meta.concrete_fields}
    shown = {name: path for name, path in columns.items() if name not in WORKED_OUT}
    rows = table.rows.order_by("pk").values_list(*shown.values())
    for row in rows.iterator(chunk_size=2_000):
        yield dict(zip(shown, row, strict=True))


def _path(field: Field[Any, Any]) -> str:
    name = NAMES.get(field.related_model) if field.is_relation else None
    return f"{field.name}__{name}" if name else field.attname


def json_of(councillor: User) -> Iterator[str]:
    """The whole as JSON, in pieces."""
    made = {"councillor": councillor.full_name, "made_at": timezone.now()}
    yield _json(made).removesuffix("}")
    for table in tables(councillor):
        yield f",\n{json.dumps(table.name)}: ["
        between = "\n"
        for record in records(table):
            yield f"{between}{_json(record)}"
            between = ",\n"
        yield "]"
    yield "}\n"


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
