"""Who may open what: every address of the portal with every role and without an account.

One table. An address that is not in it fails, and so does one that is there and no longer exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from councilgov.access import HOLDERS, Right, Role
from policies.models import Acknowledgement
from tests import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EVERYBODY = frozenset(Role)
COUNCILLORS = frozenset({Role.COUNCILLOR, Role.GROUP_LEADER})
GONE, FOUND, FORBIDDEN, NOT_FOUND = 410, 302, 403, 404


@dataclass(frozen=True)
class Row:
    """Who opens an address, by which method, what they get, and what the others get."""

    roles: frozenset[Any] = EVERYBODY
    is_public: bool = False
    method: str = "get"
    answer: int = 200
    otherwise: int = FORBIDDEN
    args: Callable[[World], list[Any]] = field(default=lambda _world: [])


@dataclass(frozen=True)
class World:
    """What there is to open."""

    signed: Acknowledgement
    to_sign: Any
    stranger: Any
    dead: Any


Public = partial(Row, is_public=True)
Post = partial(Row, method="post", answer=FOUND)


def right(name: Right, make: Any = Row, **fields: Any) -> Row:
    """For the holders of a right."""
    roles = HOLDERS[name]
    leaders = {Role.GROUP_LEADER} if Role.COUNCILLOR in roles else set()
    return make(roles=roles | leaders, **fields)


def slug(world: World) -> list[Any]:
    return [world.to_sign.policy.slug]


TABLE: dict[str, Row] = {
    "start": Public(answer=FOUND),
    "home": Row(),
    "account_login": Public(answer=FOUND),
    "account_logout": Public(answer=200),
    "account_inactive": Public(),
    "account_signup": Public(answer=FOUND),
    "account_reauthenticate": Row(),
    "account_change_password": Row(),
    "account_reset_password": Public(),
    "account_reset_password_done": Public(),
    "account_reset_password_from_key": Public(args=lambda _world: ["x", "y"]),
    "account_reset_password_from_key_done": Public(),
    "policies:policies": Public(),
    "policies:register": right(Right.SEE_REGISTER),
    "policies:signed": Row(COUNCILLORS),
    "policies:certificate": right(
        Right.SEE_STATEMENTS, otherwise=NOT_FOUND, args=lambda world: [world.signed.pk]
    ),
    "policies:statement": right(Right.SEE_STATEMENTS, args=lambda world: [world.signed.pk]),
    "policies:policy": Public(args=slug),
    "policies:start_reading": Post(COUNCILLORS, args=slug),
    "policies:read": Public(args=lambda world: [world.to_sign.policy.slug, 1]),
    "policies:sign_policy": Row(COUNCILLORS, args=slug),
    "policies:decline": Row(COUNCILLORS, args=slug),
    "policies:receipt": Row(COUNCILLORS, answer=NOT_FOUND, args=slug),
    "policies:version": Public(args=lambda world: [world.to_sign.policy.slug, "2.0"]),
    "policies:changes": Public(args=lambda world: [world.to_sign.policy.slug, "1.0", "2.0"]),
    "accounts:people": right(Right.SEE_PEOPLE),
    "accounts:invite": right(Right.INVITE),
    "accounts:person": right(Right.SEE_PEOPLE, args=lambda world: [world.stranger.pk]),
    "accounts:send_invitation": right(Right.INVITE, Post, args=lambda world: [world.stranger.pk]),
    "accounts:withdraw": right(
        Right.INVITE, Post, answer=NOT_FOUND, args=lambda world: [world.stranger.pk]
    ),
    "accounts:invitation": Public(answer=GONE, args=lambda _world: ["nonsense"]),
    "notices:unsent": right(Right.SEE_UNSENT_NOTICES),
    "notices:send_again": right(Right.SEND_NOTICE_AGAIN, Post, args=lambda world: [world.dead.pk]),
    "notices:send_all_again": right(Right.SEND_NOTICE_AGAIN, Post),
    "notices:mail": Public(answer=NOT_FOUND),
    "ledger:verify": Public(),
    "ledger:heads": Public(),
    "ledger:heads_text": Public(),
    "ledger:heads_json": Public(),
    "ledger:key": Public(),
    "ledger:checker": Public(),
    "ledger:certificate": Public(args=lambda _world: ["0000-0000-0000-0000"]),
    "accessibility": Public(),
    "privacy": Public(),
    "help": Public(),
    "branding": Public(),
    "healthz": Public(),
    "readyz": Public(),
}
ANONYMOUS = {"start": 200, "account_login": 200, "account_logout": FOUND, "account_signup": 200}


def names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name}"


@pytest.fixture
def world():
    """A policy that changed, a signature of the first version, a message that was given up."""
    signer = given.councillor()
    first = given.published()
    given.signature(first, signer)
    second = given.next_version(first, major=2)
    signed = Acknowledgement.objects.signed().get()
    return World(signed, second, given.newcomer(), given.dead_notice())


def ask(client, row, name, world):
    address = reverse(name, args=row.args(world))
    return getattr(client, row.method)(address)


def test_every_address_is_in_the_table_and_no_other():
    assert set(names(get_resolver().url_patterns)) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_without_an_account_only_public_pages_open(name, world, client):
    row = TABLE[name]

    response = ask(client, row, name, world)

    if row.is_public:
        assert response.status_code == ANONYMOUS.get(name, row.answer)
    else:
        assert response.status_code == FOUND
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_the_table_says(role, world, client):
    user = given.somebody(role)
    given.ask_everybody(world.to_sign)
    opened = {}

    for name, row in TABLE.items():
        client.force_login(user)
        opened[name] = ask(client, row, name, world).status_code

    assert opened == {
        name: row.answer if role in row.roles else row.otherwise for name, row in TABLE.items()
    }


def test_another_councillors_certificate_is_not_there(world, client):
    client.force_login(given.councillor())

    response = client.get(reverse("policies:certificate", args=[world.signed.pk]))

    assert response.status_code == NOT_FOUND


def test_ones_own_certificate_is_a_pdf(world, client):
    client.force_login(world.signed.councillor)

    response = client.get(reverse("policies:certificate", args=[world.signed.pk]))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.method == "post"])
def test_what_changes_something_is_not_done_by_a_link(name, world, client):
    client.force_login(given.officer(Role.ADMINISTRATOR))

    response = client.get(reverse(name, args=TABLE[name].args(world)))

    assert response.status_code == 405


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.method == "post"])
def test_a_form_from_elsewhere_changes_nothing(name, world):

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(given.officer(Role.ADMINISTRATOR))

    response = strict.post(reverse(name, args=TABLE[name].args(world)))

    assert response.status_code == FORBIDDEN


@pytest.mark.parametrize("role", Role)
def test_no_menu_shows_what_the_role_cannot_open(role, client):
    client.force_login(given.somebody(role))

    menu = client.get(reverse("home")).context["menu"]

    assert {client.get(item.url).status_code for item in menu} == {200}
