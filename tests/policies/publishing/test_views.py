"""The page on which a version is published, and what a councillor sees until it takes effect."""

import re
from datetime import date

import pytest
from django.urls import reverse

from councilgov.access import Role
from policies.models import PolicyVersion, VersionStatus
from policies.publishing.actions import publish
from tests import given


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        councillors = [given.councillor() for _n in range(3)]
        first = given.published()
        given.signature(first, councillors[0])
        version = given.approved(policy=first.policy, major=2, clauses=given.clauses("New words."))
        return councillors, first, version, given.officer(Role.MEMBERS_SERVICES)

    return shared(make)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once[2].pk)


@pytest.fixture
def officer(made_once, client):
    client.force_login(made_once[3])
    return made_once[3]


def address(version):
    return reverse("policies:publish_policy", args=[version.policy.slug, version.number])


def on(day):
    names = ("effective_on_day", "effective_on_month", "effective_on_year")
    return dict(zip(names, day.split(), strict=True))


def seen(page):
    (found,) = re.findall(r'name="seen" value="(.*?)"', page.text)
    return {"seen": found}


def test_the_page_says_what_will_happen(client, version, officer):
    page = client.get(address(version)).text

    assert "It replaces version 1.0." in page
    assert "1 signature of that version stays on record." in page
    assert "2 requests to sign version 1.0, not answered yet, close." in page
    assert "3 councillors are asked to sign by 21 December 2026." in page
    assert "The first emails go at 8:00am on 24 November 2026." in page


def test_publishing_today_does_what_was_shown(client, version, officer):
    page = client.get(address(version))

    answer = client.post(
        address(version), on("23 11 2026") | seen(page) | {"summary": "Clause 1 is new."}
    )

    assert answer.status_code == 302
    version.refresh_from_db()
    assert version.status == VersionStatus.PUBLISHED
    assert version.summary == "Clause 1 is new."
    assert "Asked to sign: 3." in client.get(answer["Location"]).text


def test_another_day_is_shown_before_anything_is_done(client, version, officer):
    page = client.get(address(version))

    page = client.post(address(version), on("14 12 2026") | seen(page))

    version.refresh_from_db()
    assert version.status == VersionStatus.APPROVED
    assert "Nothing is published yet." in page.text
    assert "It takes effect on 14 December 2026." in page.text
    client.post(address(version), on("14 12 2026") | seen(page))
    version.refresh_from_db()
    assert version.status == VersionStatus.SCHEDULED


def test_a_minor_version_for_later_says_who_goes_on_with_it_on_its_day(client, version, officer):
    given.publish(version)
    minor = given.approved(policy=version.policy, major=version.major, minor=1)

    page = client.post(address(minor), on("14 12 2026") | seen(client.get(address(minor))))

    told = " ".join(page.text.split())
    assert "3 councillors who have still to sign go on with version 2.1 on 14 December" in told
    assert "Nobody else is asked to sign." in told
    answer = client.post(address(minor), on("14 12 2026") | seen(page))
    told = client.get(answer["Location"]).text
    assert "Asked to sign now: 0, and on that day: 3." in told


def test_if_somebody_joins_meanwhile_the_new_numbers_are_shown_first(client, version, officer):
    page = client.get(address(version))
    given.councillor()

    page = client.post(address(version), on("23 11 2026") | seen(page))

    version.refresh_from_db()
    assert version.status == VersionStatus.APPROVED
    assert "4 councillors are asked" in page.text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("22 11 2026", "must be today or in the future"),
        ("31 2 2027", "must be a real date"),
        ("1 1 2031", "The bank holidays after 1 January 2031 are not known yet"),
    ],
)
def test_a_wrong_day_says_what_to_do(client, version, officer, day, told):
    page = client.post(address(version), on(day) | seen(client.get(address(version))))

    assert told in page.text
    assert "See what will happen" in page.text


def test_publishing_twice_is_refused_in_words(client, version, officer):
    answers = on("23 11 2026") | seen(client.get(address(version)))
    client.post(address(version), answers)

    again = client.post(address(version), answers)

    assert again.status_code == 409
    assert "is in force" in again.text


def test_a_version_without_a_decision_cannot_be_published(client, officer):
    draft = given.draft()

    page = client.get(address(draft))

    assert page.status_code == 409
    assert "is draft" in page.text


def test_its_page_leads_whoever_may_to_publishing(client, version, officer):
    assert address(version) in client.get(version.get_absolute_url()).text
    client.force_login(given.officer(Role.ICT_DESK))
    assert address(version) not in client.get(version.get_absolute_url()).text


# Until its day


@pytest.fixture
def scheduled(version, made_once):
    return publish(version=version, by=made_once[3], effective_on=date(2026, 12, 14))


def test_anybody_may_read_it_before_its_day(client, scheduled):
    page = client.get(scheduled.get_absolute_url()).text

    assert "Published, in force from 14 December 2026" in page
    assert "This version takes effect on 14 December 2026." in page
    assert "old version" not in page


def test_publishing_it_again_leads_to_its_page(client, scheduled, officer):
    again = client.get(address(scheduled))

    assert again.status_code == 409
    assert f'href="{scheduled.get_absolute_url()}"' in again.text


def test_who_signed_the_version_before_signs_the_new_one_early(client, scheduled, made_once):
    client.force_login(made_once[0][0])

    page = client.get(reverse("policies:sign_policy", args=[scheduled.policy.slug])).text

    assert "version 2.0, and I agree to follow it from 14 December 2026." in page


def test_who_has_not_signed_the_version_in_force_signs_that_first(client, scheduled, made_once):
    client.force_login(made_once[0][1])

    page = client.get(reverse("policies:sign_policy", args=[scheduled.policy.slug])).text

    assert "version 1.0, and I agree to follow it." in page


def test_the_public_reads_what_is_in_force(client, scheduled):
    page = client.get(reverse("policies:read", args=[scheduled.policy.slug, 1])).text

    assert "New words." not in page
