"""The search of the whole portal finds what somebody may see, and tells of nothing else."""

from copy import deepcopy
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from breaches.answering.actions import withdraw_answer
from breaches.confiding.actions import make_confidential
from breaches.models import Incident, Part
from breaches.searched import SAID
from breaches.triaging.actions import involve
from consent.models import Constituent
from councilgov.access import HOLDERS, Right, Role
from councilgov.full_text import words_asked
from councilgov.portal.searching import hits
from councilgov.portal.searching.help import PAGES, pages_about
from policies.models import PolicyVersion, SearchedClause
from tests import given
from tests.breaches import asking, reports
from tests.consent import people
from tests.devices import equipment

CANARY = "Zqxcanary"
SEARCH = reverse("search")


@dataclass
class World:
    """Something of every kind with the same word in it."""

    owner: Any
    holder: Any
    device: Any
    open: Any
    confidential: Any
    policy: Any
    draft: Any


def make_world():
    given.council()
    chief = given.officer(Role.MONITORING_OFFICER)
    holder = given.councillor(full_name=f"{CANARY} Elder")
    owner = given.councillor()
    people.person(councillor=owner, full_name=f"{CANARY} Sorrel")
    confidential = reports.reported(by=holder, happened=f"A letter about {CANARY} was read")
    make_confidential(incident=confidential, readers=[], reason="Why", by=chief)
    asking.published(question=f"May I post about {CANARY}?")
    return World(
        owner=owner,
        holder=holder,
        device=equipment.issued(holder=holder, serial=f"{CANARY}1".upper(), asset_tag="BC-4711"),
        open=reports.reported(by=holder, happened=f"A message about {CANARY} went astray"),
        confidential=confidential,
        policy=given.published(clauses=given.clauses(f"Members never post {CANARY} pictures.")),
        draft=given.draft(clauses=given.clauses(f"Members may post {CANARY} pictures.")),
    )


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(make_world)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def asked(client, words, **more):
    """The page to which what was typed leads."""
    answer = client.post(SEARCH, {"q": words})
    assert answer.status_code == 302, answer.text
    return client.get(answer.url + "".join(f"&{name}={what}" for name, what in more.items()))


def found(page):
    """By the heading of each kind, how many there are."""
    return {str(group.heading): int(group.total) for group in page.context["groups"]}


def titles(page):
    return {str(one.heading): [hit.title for hit in one.hits] for one in page.context["groups"]}


def may(role, right):
    return role in HOLDERS[right]


# Who finds what


@pytest.mark.parametrize("role", Role)
def test_a_role_finds_what_it_may_see_and_no_number_tells_of_more(role, world):
    page = asked(signed_in(given.somebody(role)), CANARY)

    expected = {
        "Policies": 1 + may(role, Right.SEE_DRAFTS),
        "Questions and answers": 1,
        "Devices": int(may(role, Right.SEE_DEVICES)),
        "Reports": int(may(role, Right.SEE_INCIDENTS)),
        "People": int(may(role, Right.SEE_PEOPLE)),
    }
    assert found(page) == {heading: count for heading, count in expected.items() if count}
    words = unescape(page.text)
    assert world.confidential.reference not in words
    assert f"{CANARY} Sorrel" not in words
    assert ("BC-4711" in words) == may(role, Right.SEE_DEVICES)
    assert (world.open.reference in words) == may(role, Right.SEE_INCIDENTS)
    assert (world.draft.policy.title in words) == may(role, Right.SEE_DRAFTS)


def test_a_councillor_finds_their_own_people_devices_and_reports(world):
    owner, holder = (asked(signed_in(one), CANARY) for one in (world.owner, world.holder))

    assert titles(owner)["Your contacts"] == [f"{CANARY} Sorrel"]
    assert {"Devices", "Reports", "People"} & {*titles(owner)} == set()
    assert found(holder)["Devices"] == 1
    assert found(holder)["Reports"] == 2
    assert "Your contacts" not in found(holder)


def test_who_is_kept_out_of_a_report_finds_nothing_of_it(world):
    officer = given.officer(Role.INFORMATION_OFFICER)
    involve(
        incident=Incident.objects.get(pk=world.open.pk),
        person=officer,
        part=Part.RECIPIENT,
        by=given.officer(Role.MONITORING_OFFICER),
    )

    page = asked(signed_in(officer), CANARY)
    by_number = asked(signed_in(officer), world.open.reference)

    assert "Reports" not in found(page)
    assert by_number.context["exact"] == []
    assert by_number.context["is_nothing"]


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ICT_DESK, Role.DATA_PROTECTION_OFFICER])
def test_a_number_finds_nothing_that_is_not_theirs(role, world):
    client = signed_in(given.somebody(role))

    assert asked(client, world.confidential.reference).context["exact"] == []
    seen = asked(client, "bc-4711").context["exact"]
    assert len(seen) == int(may(role, Right.SEE_DEVICES))


def test_a_withdrawn_answer_is_found_by_those_alone_who_publish(world):
    row = asking.published(question=f"{CANARY} again?")
    publisher = asking.information()
    withdraw_answer(published=row, reason="Old", by=publisher)

    counts = [
        found(asked(signed_in(one), CANARY))["Questions and answers"]
        for one in (publisher, world.owner)
    ]
    assert counts == [2, 1]


def test_nobody_searches_who_is_not_signed_in(client, world):
    assert client.get(SEARCH).url.startswith(reverse("account_login"))
    assert "app-find" not in client.get(reverse("policies:policies")).text


# What stands on top, and behind "See all"


@pytest.mark.parametrize("typed", ["BC-4711", " bc-4711 ", f"{CANARY}1", "{reference}", "inc {pk}"])
def test_a_reference_or_a_tag_typed_exactly_stands_on_top(typed, world):
    officer = signed_in(given.officer(Role.MONITORING_OFFICER))
    typed = typed.format(reference=world.open.reference, pk=world.open.pk)

    page = asked(officer, typed)

    (hit,) = page.context["exact"]
    row = world.open if "inc" in typed.lower() else world.device
    assert hit.href == row.get_absolute_url()
    assert page.text.index("With this number") < page.text.index(hit.href)


@pytest.mark.parametrize("number", ["INC-999999999999", "ADV-1", "DPC 1", "SAFE-000001", "inc-"])
def test_a_number_of_nothing_is_a_page(number, world):
    page = asked(signed_in(given.officer(Role.MONITORING_OFFICER)), number)

    assert page.context["exact"] == []


def many_of_each(count, prefix="ZZ"):
    owner = people.accepted(given.councillor())
    rows = [
        Constituent(
            councillor=owner,
            full_name=f"{CANARY} {n}",
            capacity="ward",
            begun_at=reports.timezone.now(),
        )
        for n in range(count)
    ]
    given.without_history(rows)
    for n in range(count):
        equipment.device(asset_tag=f"{prefix}-{n}", serial=f"{CANARY}{prefix}{n}00".upper())
        reports.reported(by=owner, happened=f"{CANARY} {n}")
    given.published(clauses=given.clauses(*[f"Never post {CANARY} {n}." for n in range(count)]))
    return owner


def test_each_number_is_that_of_the_list_behind_it(world):
    owner = many_of_each(11)
    for person in (owner, given.officer(Role.MONITORING_OFFICER)):
        client = signed_in(person)
        page = asked(client, CANARY)
        groups = [group for group in page.context["groups"] if group.all_href]
        assert groups
        for group in groups:
            shown = client.get(group.all_href)
            assert CANARY not in group.all_href
            total = shown.context.get("one") or shown.context["page"].paginator
            counted = getattr(total, "total", None) or total.count
            assert counted == group.total, group.heading
            assert len(group.hits) == 10


def test_all_of_a_kind_without_a_register_have_pages_of_their_own(world):
    owner = many_of_each(30)
    page = asked(signed_in(owner), CANARY, kind="policies", page="2")

    assert page.context["one"].total == 31
    assert len(page.context["one"].hits) == 6
    assert "page=1" in page.text


def test_a_kind_that_is_not_theirs_is_the_usual_page(world):
    page = asked(signed_in(world.owner), CANARY, kind="people")

    assert "one" not in page.context
    assert "People" not in found(page)


# What a register does with a search that came sealed


def test_a_register_goes_on_with_the_search_and_names_nobody_in_an_address(world):
    client = signed_in(given.officer(Role.ICT_DESK))
    many_of_each(11)
    groups = {str(one.heading): one for one in asked(client, CANARY).context["groups"]}

    shown = client.get(groups["Devices"].all_href)
    again = client.post(reverse("devices:devices"), {"find": "1", "q": f"{CANARY}ZZ5"})

    assert 'role="search"' in shown.text
    assert f"?q={CANARY}" not in shown.text
    assert CANARY not in again.url
    assert client.get(again.url).context["page"].paginator.count == 1
    assert (
        client.get(reverse("devices:devices"), {"q": "bc-4711"}).context["page"].paginator.count
        == 1
    )


def test_a_sealed_search_is_not_kept_as_a_view(world):
    client = signed_in(given.officer(Role.ICT_DESK))
    sought = client.post(SEARCH, {"q": CANARY}).url.partition("?")[2]

    answer = client.get(
        reverse("accounts:save_view"), {"path": reverse("devices:devices"), "query": sought}
    )

    assert answer.status_code == 409
    assert "it ends when you sign out" in unescape(answer.text)


# What may be typed


@pytest.mark.parametrize(
    "words",
    [
        "a",
        "'",
        '"',
        '"open',
        ":*&|!",
        "((",
        "<->",
        "\\",
        "-",
        "or",
        "the",
        "%",
        "_",
        "ﬀ",
        "🙂",
        "\ufffd",
        "a" * 100,
    ],
)
def test_nonsense_is_a_page(words, world):
    client = signed_in(given.officer(Role.MONITORING_OFFICER))

    assert asked(client, words).status_code == 200


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "Enter what you are looking for"),
        ("   ", "Enter what you are looking for"),
        ("a" * 101, "100 characters or less"),
        ("a" * 10_000, "100 characters or less"),
        ("a\0b", "There is a problem"),
    ],
    ids=["nothing", "blanks", "101", "10 kB", "NUL"],
)
def test_what_cannot_be_looked_for_is_told(words, told, world):
    client = signed_in(world.owner)

    sent = urlencode({"q": words})
    answer = client.post(SEARCH, sent, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 200
    assert told in answer.text


@pytest.mark.parametrize("sought", ["x", "é", "%00", "gAAAAAB" + "x" * 99])
def test_a_search_that_is_over_says_so(sought, world):
    answer = signed_in(world.owner).get(SEARCH, {"sought": sought})

    assert answer.status_code == 200
    assert "Search again: a search ends when you sign out" in answer.text


def test_what_a_register_sealed_is_looked_at_again(world):
    client = signed_in(world.owner)
    sealed = client.post(reverse("consent:contacts"), {"find": "1", "q": "x" * 101}).url

    answer = client.get(f"{SEARCH}?{sealed.partition('?')[2]}")

    assert "100 characters or less" in answer.text


def test_words_in_the_address_are_not_looked_for(world):
    assert "groups" not in signed_in(world.owner).get(SEARCH, {"q": CANARY}).context


def test_what_was_typed_stands_in_no_address_session_log_or_title(world, caplog):
    caplog.set_level("DEBUG")
    client = signed_in(world.owner)

    answer = client.post(SEARCH, {"q": CANARY})
    page = client.get(answer.url).text

    assert CANARY.lower() not in answer.url.lower()
    assert CANARY not in str([row.get_decoded() for row in Session.objects.all()])
    said = str([vars(line) for line in caplog.records if line.name != "django.db.backends"])
    assert CANARY not in said
    assert CANARY not in page.partition("</title>")[0]
    assert 'autocomplete="off"' in page


# How it is found


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("Posting pictures", "'post' & 'pictur'"),
        ('"lock screen" or phone', "'lock' <-> 'screen' | 'phone'"),
        ("screen -phone", "'screen' & !'phone'"),
        (":*&|! x", "'x'"),
        ("the", ""),
        ("'; drop table --", "'drop' & 'tabl'"),
    ],
)
def test_what_is_typed_becomes_this_question(typed, query):
    rows = SearchedClause.objects.annotate(asked=words_asked(typed)).values("asked")
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SELECT websearch_to_tsquery('english'::regconfig, %s)::text", [typed])
        (made,) = cursor.fetchone()

    assert made == query
    assert "websearch_to_tsquery" in sql
    assert params[:2] == ("english", typed)


def test_a_clause_is_led_to_and_marked_and_nothing_of_it_is_markup(world):
    text = f"Never post <b>{CANARY}</b> & co pictures."
    version = given.published(clauses=given.clauses("Lock it.", text))
    page = asked(signed_in(world.owner), f"posting {CANARY} pictures co")

    (hit,) = next(one for one in page.context["groups"] if str(one.heading) == "Policies").hits
    anchor = hit.href.partition("#")[2]
    (clause,) = [one for one in version.text if one.anchor == anchor]
    assert CANARY in clause.text
    assert hit.href.startswith(version.get_absolute_url())
    assert "Rules, clause 2" in hit.title
    assert f"<mark>{CANARY}</mark>" in page.text
    assert "<b>" not in page.text.partition("<main")[2]
    assert client_opens(world.owner, hit.href, anchor)


def client_opens(user, href, anchor):
    page = signed_in(user).get(href.partition("#")[0])
    return f'id="{anchor}"' in page.text


def test_marks_become_parts():
    assert hits.parts_of("a \x02b\x03 c\x02d\x03") == [
        hits.Part("a ", is_found=False),
        hits.Part("b", is_found=True),
        hits.Part(" c", is_found=False),
        hits.Part("d", is_found=True),
    ]


def test_of_a_long_clause_the_words_around_are_shown_with_dots():
    part = hits.Part("b", is_found=True)
    dots = [hits.Part(words, is_found=False) for words in ("… ", " …")]

    assert hits.around("a b c", [part]) == [dots[0], part, dots[1]]
    assert hits.around("b c", [part]) == [part, dots[1]]
    assert hits.around("a b", [part]) == [dots[0], part]
    assert hits.around("b", [part]) == [part]


def test_of_a_policy_the_text_in_force_is_searched(world):
    given.next_version(world.policy, "Members never post at all.")

    assert found(asked(signed_in(world.owner), CANARY)) == {
        "Questions and answers": 1,
        "Your contacts": 1,
    }


def test_clauses_follow_their_version_and_go_with_it(world):
    draft = PolicyVersion.objects.get(pk=world.draft.pk)
    assert SearchedClause.objects.filter(version=draft).count() == len(draft.clauses)

    draft.clauses = draft.clauses[:1]
    draft.keep(by=None, why="Test")

    rows = SearchedClause.objects.filter(version=draft)
    assert [(row.place, row.anchor, str(row)) for row in rows] == [
        (1, draft.clauses[0]["anchor"], draft.clauses[0]["anchor"])
    ]


def explained(rows):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    return rows.explain()


def test_words_are_found_by_their_indexes(world):
    asked_for = words_asked(CANARY)
    incidents = Incident.objects.alias(said=SAID).filter(said=asked_for).order_by().values("pk")
    clauses = SearchedClause.objects.all().matching(CANARY).order_by()

    assert "breaches_incident_words" in explained(incidents)
    assert "policies_clause_words" in explained(clauses)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.MONITORING_OFFICER])
def test_the_number_of_queries_does_not_grow(role, world, django_assert_max_num_queries):
    person = given.somebody(role) if role != Role.COUNCILLOR else many_of_each(1)
    client = signed_in(person)
    address = client.post(SEARCH, {"q": CANARY}).url
    with django_assert_max_num_queries(100) as few:
        client.get(address)
    many_of_each(12, "YY")
    if role == Role.COUNCILLOR:
        reports.reported(by=person, happened=CANARY)

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address)


# Help


@pytest.mark.parametrize("role", Role)
def test_help_leads_nowhere_that_is_shut(role, world):
    user = given.somebody(role)
    client = signed_in(user)

    shown = list(pages_about(user, ""))

    assert len(shown) >= len(PAGES) - 3
    assert {client.get(hit.href).status_code for hit in shown} == {200}


def test_help_is_found_by_its_words(world):
    page = asked(signed_in(world.owner), "outlook DEADLINES")

    assert [hit.href for hit in page.context["help_pages"]] == [reverse("my_calendar")]


def test_nothing_says_where_we_looked(world):
    page = asked(signed_in(world.owner), "xyzzyx")

    assert "Nothing was found" in page.text
    assert page.context["looked_in"][0] == "Your contacts"
    assert "People" not in [str(one) for one in page.context["looked_in"]]


@pytest.mark.parametrize("words", ["lost laptop", "stolen phone", "wrong person"])
def test_whoever_types_what_happened_is_led_to_the_report(world, words):
    found = [hit.href for hit in pages_about(given.councillor(), words)]

    assert reverse("breaches:report") in found
