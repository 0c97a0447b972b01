"""Who may open what: every address of the portal with every role and without an account.

One table (``tests.addresses``). An address that is not in it fails, and so does one that is in it
and no longer exists.
"""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy
from inspect import unwrap
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from consent.disclosing.actions import end_share
from councilgov.access import Role
from councilgov.ledger.models import Entry
from tests import given
from tests.addresses import (
    COUNCILLORS,
    DRAFTS,
    FORBIDDEN,
    FOUND,
    NOT_FOUND,
    TABLE,
    address,
    build_world,
)
from tests.consent import planting

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

ANONYMOUS = {
    "start": 200,
    "account_login": 200,
    "account_logout": FOUND,
    "account_signup": 200,
    "breaches:report_loss": 200,
}


def views(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from views(pattern.url_patterns, inside)
        else:
            yield f"{prefix}{pattern.name}", unwrap(pattern.callback)


REGISTERS = [
    name
    for name, view in views(get_resolver().url_patterns)
    if "register_page" in getattr(view, "__code__", views.__code__).co_names
]


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(build_world)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


def ask(client, row, name, world):
    """The answer, which tells nothing about anybody whom another councillor is in touch with."""
    where = address(name, world)
    response = getattr(client, row.method)(where)
    assert planting.leaks(planting.words_of(response), where, world.links) == [], name
    return response


def stay_signed_in(client, user, response):
    """Signed in again after an address that signs people out."""
    if SESSION_KEY not in response.wsgi_request.session:
        client.force_login(user)


def test_every_address_is_in_the_table_and_no_other():
    assert {name for name, _view in views(get_resolver().url_patterns)} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_without_an_account_only_public_pages_open(name, world, client):
    row = TABLE[name]

    response = ask(client, row, name, world)

    if row.is_public:
        assert response.status_code == ANONYMOUS.get(name, row.answer)
    else:
        assert response.status_code == FOUND
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_the_table_says(role, world, client, caplog):
    user = given.somebody(role)
    given.ask_everybody(world.to_sign)
    opened = {}

    client.force_login(user)
    for name, row in TABLE.items():
        response = ask(client, row, name, world)
        opened[name] = response.status_code
        stay_signed_in(client, user, response)

    assert opened == {name: row.answer_to(role) for name, row in TABLE.items()}
    assert planting.leaks(str([vars(line) for line in caplog.records])) == []


READ = {"consent:shared_record", "consent:shared_with_me"}


@pytest.mark.usefixtures("bare")
def test_with_whom_a_record_is_shared_reads_it_there_alone_and_while_it_is_shared(world, client):
    share = world.way.constituent.shares.get()
    client.force_login(share.reader)

    def told(names):
        for name in names:
            where = address(name, world)
            response = getattr(client, TABLE[name].method)(where)
            if planting.leaks(planting.words_of(response), where, world.links):
                yield name
            stay_signed_in(client, share.reader, response)

    assert set(told(TABLE)) == READ
    end_share(share=share, by=share.councillor)
    assert set(told(READ)) == set()


OF_COUNCILLORS = {
    "consent:shared_with_me",
    "consent:terms",
    "devices:equipment",
    "devices:terms",
    "policies:signed",
}
"""Others see no link to them, unless they are to do something there."""
ON_THE_WAY = {
    "account_reauthenticate": "asked before something grave",
    "accounts:save_view": "a button of lists",
    "consent:offers": "linked on the home page while somebody hands contacts over",
    "devices:dispose_chosen": "a button of the list of devices",
    "devices:my_audit": "linked on the home page while an audit asks",
    "devices:my_recalls": "linked on the home page while something is recalled",
    "devices:print_chosen": "a button of the list of devices",
    "devices:recall_chosen": "a button of the list of devices",
    "elections:declare": "linked while somebody newly elected has not declared",
    "elections:period": "linked in the banner while an election is near",
    "policies:record_decision": "linked while a policy is before a body",
}


def opens_at_any_time(role) -> dict[str, str]:
    """By their addresses, the pages without arguments that somebody of this role may open."""
    rows = [(name, row) for name, row in TABLE.items() if row.method == "get" and not row.is_public]
    found = {}
    for name, row in rows:
        if role in row.roles and row.answer == 200 and name not in ON_THE_WAY:
            with suppress(NoReverseMatch):
                found[reverse(name)] = name
    return found


def linked_from(client, first: str, within: Container[str]) -> set[str]:
    """What can be reached from a page by links alone."""
    seen, waiting = {first}, [first]
    while waiting:
        links = set(re.findall(r'href="(/[^"#?]*)', client.get(waiting.pop()).text))
        new = {link for link in links if link in within} - seen
        seen |= new
        waiting += new
    return seen


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_every_page_that_it_may_open_by_links(role, client):
    given.council(holds_decision="Minute 7", leaders_decision="Minute 12")
    client.force_login(given.somebody(role))
    mine = opens_at_any_time(role)

    found = linked_from(client, reverse("home"), {*mine, reverse("policies:policies")})

    unseen = {name for link, name in mine.items() if link not in found}
    assert unseen <= (set() if role in COUNCILLORS else OF_COUNCILLORS)


@pytest.mark.parametrize("role", Role)
def test_a_draft_is_there_only_for_those_who_work_on_it(role, client):
    given.council()
    draft = given.draft()
    client.force_login(given.somebody(role))

    response = client.get(reverse("policies:version", args=[draft.policy.slug, "1.0"]))

    assert response.status_code == (200 if role in DRAFTS else NOT_FOUND)


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
    client.force_login(given.somebody(min(TABLE[name].roles)))

    response = client.get(address(name, world))

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    (above,) = re.findall(r'href="(.*?)">Go back</a>', response.text)
    assert above != "/"
    assert client.get(above).status_code in {200, TABLE[name].answer}  # or not theirs


def test_a_page_that_takes_no_form_leads_back_to_itself(client):
    given.council()

    response = client.post("/help/")

    assert response.status_code == 405
    assert 'href="/help/">Go back</a>' in response.text
    assert "It belongs to a button" not in response.text


def test_before_there_is_a_council_a_wrong_way_says_so_too(db, client):
    assert client.post("/healthz").status_code == 503


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.method == "post"])
def test_a_form_from_elsewhere_changes_nothing(name, world):

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(given.officer(Role.ADMINISTRATOR))

    response = strict.post(address(name, world))

    assert response.status_code == FORBIDDEN


def test_every_register_is_found():
    assert {"policies:register", "policies:log", "accounts:people"} < set(REGISTERS)


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_is_taken_by_its_button_and_by_no_link_nor_form_from_elsewhere(name, world):
    given.council(leaders_decision="Full council, 1 October 2026, minute 12")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(given.somebody(min(TABLE[name].roles)))
    before = Entry.objects.count()

    by_link = strict.get(address(name, world), {"export": "csv"})
    from_elsewhere = strict.post(address(name, world), {"export": "csv"})
    left = Entry.objects.count() - before
    strict.handler.enforce_csrf_checks = False
    by_button = strict.post(address(name, world), {"export": "csv"})
    taken = [by_button, strict.post(address(name, world), {"export": "ods"})]

    assert (by_link.status_code, from_elsewhere.status_code, left) == (200, FORBIDDEN, 0)
    assert "attachment" not in by_link.get("Content-Disposition", "")
    assert "attachment" in by_button["Content-Disposition"]
    assert Entry.objects.count() == before + 2
    assert [planting.leaks(planting.words_of(file)) for file in taken] == [[], []]


@pytest.mark.parametrize("role", Role)
def test_no_menu_shows_what_the_role_cannot_open(role, client):
    client.force_login(given.somebody(role))

    menu = client.get(reverse("home")).context["menu"]

    assert {client.get(item.url).status_code for item in menu} == {200}
