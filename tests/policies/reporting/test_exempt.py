"""A report is kept from the public only by a paragraph of the law of its nation."""

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.people.council import NationOf
from councilgov.records import Refused
from policies.models import IMPLICATIONS
from policies.reporting.actions import change_report
from policies.reporting.paragraphs import SCHEDULES, choices, is_weighed
from tests import given
from tests.policies.test_frozen import write

WEIGHED = "Nobody gains from the names."
NONE = dict.fromkeys(IMPLICATIONS, "None")


@pytest.fixture
def council(db):
    return given.council()


def cited(nation, number):
    return SCHEDULES[nation].cited(number)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("nation", "numbers"),
    [
        (NationOf.ENGLAND, range(1, 8)),
        (NationOf.WALES, range(12, 19)),
        (NationOf.SCOTLAND, range(1, 16)),
        (NationOf.NORTHERN_IRELAND, range(1, 8)),
    ],
)
def test_each_nation_has_its_own_paragraphs(nation, numbers):
    assert [value for value, _label in choices(nation)] == [cited(nation, n) for n in numbers]


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("nation", "number", "expected"),
    [
        (NationOf.ENGLAND, 5, True),
        (NationOf.WALES, 15, True),
        (NationOf.WALES, 16, False),
        (NationOf.SCOTLAND, 6, False),
    ],
)
def test_the_public_interest_is_weighed_where_the_law_asks_it(nation, number, expected):
    assert is_weighed(nation, cited(nation, number)) is expected


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize(
    "because", ["Secret", "Paragraph 8 of Part 1", cited(NationOf.SCOTLAND, 6)]
)
def test_nothing_else_hides_a_report(because):
    with pytest.raises(Refused, match="Select the paragraph") as refusal:
        given.report(exempt_because=because, public_interest=WEIGHED)

    assert refusal.value.field == "exempt_because"


@pytest.mark.usefixtures("council")
@pytest.mark.parametrize("weighed", ["", "  "])
def test_in_england_the_public_interest_is_said(weighed):
    because = cited(NationOf.ENGLAND, 3)

    with pytest.raises(Refused, match="public interest in secrecy") as refusal:
        given.report(exempt_because=because, public_interest=weighed)

    assert refusal.value.field == "public_interest"
    assert given.report(exempt_because=because, public_interest=WEIGHED).pk


def test_in_scotland_nothing_is_weighed(db):
    given.council(nation=NationOf.SCOTLAND)

    assert given.report(exempt_because=cited(NationOf.SCOTLAND, 6)).pk


@pytest.mark.usefixtures("council")
def test_the_public_interest_of_a_public_report_is_no_answer():
    with pytest.raises(Refused, match="leave the reason empty"):
        given.report(public_interest=WEIGHED)


@pytest.mark.usefixtures("council")
def test_the_words_of_an_import_stay_when_something_else_changes():
    report = given.report()
    write(report, exempt_because="Not for publication")
    by = given.officer(Role.MEMBERS_SERVICES)
    fields = {"implications": NONE, "exempt_because": "Not for publication"}

    changed = change_report(report=report, by=by, title="Old one", **fields)

    assert changed.title == "Old one"


def test_the_page_offers_the_paragraphs_and_keeps_what_stands_there(client, council):
    given.sign_in(client, given.officer(Role.MEMBERS_SERVICES))
    because = cited(NationOf.ENGLAND, 3)
    exempt = given.report(exempt_because=because, public_interest=WEIGHED)

    blank = client.get(reverse("policies:write_report")).text
    page = client.get(reverse("policies:change_report", args=[exempt.pk])).text

    assert "No, it is public" in blank
    assert f'<option value="{because}" selected>' in page
    assert WEIGHED in client.get(exempt.get_absolute_url()).text
