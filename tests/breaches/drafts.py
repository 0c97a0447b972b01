"""Answers of a councillor who reports something page by page: ``drafts.WHATSAPP``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.test import Client

from breaches.models import ReportDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from councilgov.people.models import User

NOTICED = {
    "noticed_at_day_day": "20",
    "noticed_at_day_month": "11",
    "noticed_at_day_year": "2026",
    "noticed_at_time": "5:30pm",
}
WHEN = {**NOTICED, "occurred": "then"}
WHATSAPP: Mapping[str, Mapping[str, str]] = {
    "": {"kind": "wrong_person"},
    "whose-work/": {"capacity": "council"},
    "what-happened/": {"happened": "A WhatsApp about an objection went to the wrong number."},
    "when/": WHEN,
    "information/": {"data_told": "A name and a street.", "recipient": "", "is_near_miss": "no"},
}
"""By the address of each page, under ``/report/``."""
INSULT: Mapping[str, Mapping[str, str]] = {
    "": {"kind": "social"},
    "social-media/": {"social": "insults"},
    "what-happened/": {"happened": "A post calls officers names."},
    "when/": WHEN,
}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def answer(client: Client, pages: Iterable[tuple[str, Mapping[str, str]]]) -> str:
    """Answer these pages; where the last of them led to."""
    led = ""
    for page, typed in pages:
        response = client.post(f"/report/{page}", typed)
        assert response.status_code == 302, (page, response.text)
        led = response["Location"]
    return led


def filled(person: User, pages: Mapping[str, Mapping[str, str]] = WHATSAPP) -> Client:
    """Somebody has answered all of it, and looks at the check page."""
    client = signed_in(person)
    assert answer(client, pages.items()) == "/report/check/"
    return client


def check(person: User) -> dict[str, str]:
    """What the check page sends."""
    draft = ReportDraft.objects.get(person=person)
    return {"key": str(draft.key), "seen": draft.saved_at.isoformat()}
