"""Pages of suspensions as officers and councillors use them, for the tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from councilgov.access import Role
from tests import given

if TYPE_CHECKING:
    from datetime import date

    from django.test import Client

    from councilgov.people.models import User

CLOSED = "This page is not open to you for now"


def typed(first: date, last: date, **fields: Any) -> dict[str, Any]:
    """The form, filled in and looked at."""
    answers: dict[str, Any] = {
        "what": "facilities",
        "decider": "council",
        "decision": "Standards Committee, minute 14",
        "desk": "yes",
        "kit": "kept",
        "contacts": "open",
        "reasons": "A laptop was lent.",
        "extent": "Email on the phone alone.",
        "checked": "1",
        "is_sure": "on",
    }
    for name, day in (("starts_on", first), ("ends_on", last)):
        parts = {"day": day.day, "month": day.month, "year": day.year}
        answers |= {f"{name}_{part}": str(value) for part, value in parts.items()}
    return answers | fields


def officer(client: Client, role: Role = Role.MONITORING_OFFICER) -> User:
    """Signed in."""
    one = given.officer(role)
    client.force_login(one)
    return one


def page(name: str, *args: Any) -> str:
    """Its address."""
    return reverse(f"offboarding:{name}", args=args)


def links_from(client: Client, start: str) -> set[str]:
    """Every page that links alone lead to; none of them may be closed to them."""
    seen: set[str] = set()
    closed: set[str] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        response = client.get(one, follow=True)
        seen.add(one)
        if not response["Content-Type"].startswith("text/html"):
            continue
        if CLOSED in response.text:
            closed.add(one)
        links = set(re.findall(r'href="(/[^"#?]*)', response.text)) - seen - set(waiting)
        waiting += [link for link in links if not link.startswith(("/static", "/accounts/logout"))]
    assert closed == set()
    return seen
