"""An incident cites the clause that was in force on the day, for good."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, models
from django.test import Client
from django.utils import timezone

from breaches.citing import CONTACTING, ICT, PLACES, SOCIAL_MEDIA, cited_clause
from breaches.facts import known
from breaches.figuring.printing import printed
from breaches.models import CATEGORIES, Category, Incident, IncidentKind
from councilgov.access import Role
from councilgov.people.models import Council
from policies.deciding import actions as policies
from policies.importing import import_file
from policies.models import PolicyVersion
from policies.text.sources import DOCUMENTS
from tests import given
from tests.breaches import reports

SAYS = {
    IncidentKind.LOST: "Members must take reasonable precautions",
    IncidentKind.DAMAGED: "Members must take reasonable precautions",
    IncidentKind.WRONG_PERSON: "5. A personal data breach (GDPR)",
    IncidentKind.SEEN: "5. A personal data breach (GDPR)",
    IncidentKind.ACCOUNT: "Councillors, just like anyone else",
    IncidentKind.SUSPICIOUS: "vii. the introduction or spreading of viruses",
    IncidentKind.SHARED: "6. Use of Council resources, including email, by anyone other",
    Category.ILLEGAL: "1. The access to or creation",
    Category.HARMFUL: "2. The creation, transmission",
    Category.CRITICISM: "3. Use of resource to convey personal criticism",
    Category.PARTY: "4. Party political activity",
    Category.WASTE: "i. wasting staff resources",
    Category.DESTROYED: "ii. corrupting",
    Category.PRIVACY: "iii. violating",
    Category.DISRUPTION: "iv. disrupting",
    Category.REPUTATION: "8. Any use of the Internet",
    Category.BLOG: "Use Council facilities for personal or political blogs",
    Category.FRIENDS: "Request or accept a Council employee",
    Category.INSULTS: "Use social media in any way to attack",
    Category.CONFIDENTIAL: "Publish confidential information",
    Category.COUNCIL_VIEW: "Represent your personal views",
    Category.UNSUITABLE: "Browse, download, upload",
    Category.IN_MEETING: "Make conspicuous or excessive use",
    Category.INTERESTS: "Use social media to promote personal financial interests",
}
KIND_OF = {category: kind for kind, those in CATEGORIES.items() for category in those}


def publish_havering():
    """Both protocols of Havering are put in force."""
    import_file(path=DOCUMENTS / "havering-member-protocols-2018.txt", by=None)
    monitoring = given.officer(Role.MONITORING_OFFICER)
    for version in PolicyVersion.objects.order_by("pk"):
        given.publish(policies.certify(version=version, text_sha256=version.sha256, by=monitoring))


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        publish_havering()
        return given.councillor()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once


def about(what, **details):
    """A report of that kind, or of that use that is not allowed."""
    if what in KIND_OF:
        return reports.reported(kind=KIND_OF[what], category=what, **details)
    return reports.reported(kind=what, **details)


def test_every_kind_and_category_has_its_place():
    told = {*IncidentKind, *Category} - {"misuse", "social", "other"}

    assert set(PLACES) == told == set(SAYS)


@pytest.mark.usefixtures("councillor")
@pytest.mark.parametrize("what", SAYS)
def test_the_clause_of_havering_is_cited(what):
    incident = about(what)

    assert cited_clause(incident).wording.startswith(SAYS[what])
    slug = SOCIAL_MEDIA if what in CATEGORIES["social"] or what == "account" else ICT
    assert incident.cited.policy.slug == slug


@pytest.mark.usefixtures("councillor")
@pytest.mark.parametrize("kind", ["other", "misuse", "social"])
def test_what_is_something_else_cites_nothing(kind):
    incident = reports.reported(kind=kind)

    assert (incident.cited, incident.clause, cited_clause(incident)) == (None, "", None)


def at(councillor, address):
    client = Client()
    client.force_login(councillor)
    return client.get(address)


def test_the_page_shows_the_clause_and_leads_to_it(councillor):
    incident = about(Category.INSULTS, by=councillor)

    page = at(councillor, incident.get_absolute_url()).text
    version, anchor = incident.address_of_clause.split("#")

    assert "“Use social media in any way to attack" in page
    assert f'href="{incident.address_of_clause}"' in page
    assert f'id="{anchor}"' in at(councillor, version).text


def test_the_register_shows_the_policy_and_finds_what_is_not_allowed(councillor):
    one, other = about(Category.INSULTS, by=councillor), about(Category.WASTE, by=councillor)

    page = at(councillor, "/incidents/?category=insults").text

    assert one.reference in page
    assert other.reference not in page
    assert f'href="{one.address_of_clause}"' in page


def test_a_download_says_which_policy_it_was(councillor):
    about(Category.INSULTS, by=councillor)
    client = Client()
    client.force_login(councillor)

    file = client.post("/incidents/", {"export": "csv"}).getvalue().decode("utf-8-sig")

    assert "Insults, abuse or attacks,“" not in file
    assert "Social Media Protocol for Members, version 1.0" in file


def in_force(words, **fields):
    """A version of a policy with one clause."""
    return given.published(clauses=given.clauses(words), **fields)


DAYS = [
    ("2026-10-10", "1.0"),
    ("2026-10-19", "1.0"),
    ("2026-10-20", "1.1"),
    ("2026-10-30", "1.1"),
]


@pytest.mark.parametrize(("day", "number"), DAYS)
def test_the_version_of_the_day_is_cited_and_stays(db, day, number):
    given.council()
    policy = given.policy(slug=ICT)
    with time_machine.travel("2026-10-01 09:00Z"):
        in_force("A personal data breach.", policy=policy)
    with time_machine.travel("2026-10-20 09:00Z"):
        in_force("Every personal data breach.", policy=policy, minor=1)
    noticed = datetime.fromisoformat(f"{day}T12:00Z")

    incident = reports.reported(noticed_at=noticed)

    assert incident.cited.number == number
    in_force("Something else.", policy=policy, minor=2)
    incident.refresh_from_db()
    assert incident.cited.number == number
    assert "personal data breach" in cited_clause(incident).text


def test_the_day_is_when_it_happened_where_that_is_known(db):
    given.council()
    policy = given.policy(slug=ICT)
    with time_machine.travel("2026-10-20 09:00Z"):
        in_force("A personal data breach.", policy=policy)
    noticed = datetime(2026, 10, 21, 12, tzinfo=UTC)

    before = reports.reported(noticed_at=noticed, occurred_at=noticed - timedelta(days=2))
    after = reports.reported(noticed_at=noticed)

    assert (before.cited, after.cited.number) == (None, "1.0")


def test_a_day_is_one_of_london(db):
    given.council()
    with time_machine.travel("2026-09-20 09:00Z"):
        version = in_force("A personal data breach.", policy=given.policy(slug=ICT))

    def of(moment):
        return reports.reported(noticed_at=datetime.fromisoformat(moment)).cited

    assert (of("2026-09-19T22:59Z"), of("2026-09-19T23:00Z")) == (None, version)


def test_what_was_withdrawn_is_cited_no_more(db):
    given.council()
    with time_machine.travel("2026-10-01 09:00Z"):
        version = in_force("A personal data breach.", policy=given.policy(slug=ICT))
    with time_machine.travel("2026-10-20 09:00Z"):
        policies.withdraw(
            version=version, reason="No more.", by=given.officer(Role.MONITORING_OFFICER)
        )

    def of(day):
        return reports.reported(noticed_at=datetime.fromisoformat(f"{day}T12:00Z")).cited

    assert (of("2026-10-19"), of("2026-10-20")) == (version, None)


def test_of_a_council_with_barnets_policy_alone_that_is_cited(db):
    given.council()
    in_force("It is vital to have correct contact details.", policy=given.policy(slug=CONTACTING))

    assert reports.reported().cited.policy.slug == CONTACTING


def test_a_council_without_such_a_policy_reports_all_the_same(db):
    given.council()
    in_force("Lock your screen.", policy=given.policy(slug=ICT))

    assert [reports.reported(kind=kind).cited for kind in ("lost", "seen")] == [None, None]


# What the database keeps


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("category_of_its_kind", {"category": "gossip"}),
        ("category_of_its_kind", {"kind": "social", "category": "waste"}),
        ("category_of_its_kind", {"kind": "lost", "category": "waste"}),
        ("capacity_known", {"capacity": "political"}),
        ("cites_a_clause", {"clause": "rules-1"}),
    ],
)
def test_the_database_says_no(councillor, constraint, values):
    incident = reports.reported(by=councillor, kind="other")
    for name, value in values.items():
        setattr(incident, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_incident_{constraint}"):
        models.Model.save(incident)


def test_the_database_keeps_one_report_of_a_form(councillor):
    key = "5a1d3f8e-0000-4000-8000-000000000000"
    reports.reported(by=councillor, sent_as=key)
    again = Incident(
        kind="other",
        happened="Words.",
        noticed_at=timezone.now(),
        council_knew_at=timezone.now(),
        reported_at=timezone.now(),
        recorded_at=timezone.now(),
        reported_by=councillor,
        recorded_by=councillor,
        sent_as=key,
    )

    with pytest.raises(IntegrityError, match="breaches_incident_sent_once"):
        models.Model.save(again)


def test_on_paper_the_clause_stands_in_plain_words(councillor):
    incident = reports.reported(by=councillor, kind=IncidentKind.SHARED)

    lines = dict(printed(incident, reports.handler())["parts"][0]["lines"])

    assert lines["What the policy says"].startswith("“6. Use of Council resources")
    assert lines["What the policy says"].endswith(f"({incident.cited})")
    assert "<" not in str(lines)


def test_beside_a_clause_that_names_a_number_stands_whom_to_ring_now(councillor):
    phone = Council.objects.the().information_team_phone
    lost = reports.reported(by=councillor, kind=IncidentKind.LOST)
    shared = reports.reported(by=councillor, kind=IncidentKind.SHARED)

    told = {row["key"]: row["value"] for row in known(lost, councillor)}["What the policy says"]
    other = {row["key"]: row["value"] for row in known(shared, councillor)}
    paper = dict(printed(lost, reports.handler())["parts"][0]["lines"])["What the policy says"]

    words = f"The number in this text is the one of its day. Ring {phone} now."
    assert words in told
    assert words in paper
    assert "of its day" not in other["What the policy says"]
