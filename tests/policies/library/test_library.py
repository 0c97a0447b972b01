"""Policies as files between councils: they come in as drafts, and change nothing that is here."""

import json
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from councilgov.access import Role
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from policies.library import actions, parcels
from policies.models import Policy, PolicyVersion, UnsavedText, VersionStatus
from tests import given
from tests.policies.text.samples import ict
from tests.racing import at_once


@pytest.fixture
def drafter(db):
    given.council()
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def browser(client, drafter):
    client.force_login(drafter)
    return client


def parcel(*versions, council="Barset County Council"):
    rows = PolicyVersion.objects.filter(pk__in=[version.pk for version in versions])
    return parcels.written(
        rows.select_related("policy", "decision").order_by("pk"), council=council, today=today()
    )


def of_elsewhere(title="Screens", *texts):
    """The file of a policy that is not here."""
    version = given.published(
        policy=given.policy(title=title, slug="screens"), clauses=given.clauses(*texts)
    )
    text = parcel(version)
    return changed(text, lambda row: row.update(_other_words(row))) if not texts else text


def _other_words(row):
    clauses = given.clauses("Words of another council.", "And more of them.")
    return {
        "clauses": [
            {"kind": one.kind, "level": one.level, "number": one.number, "words": one.markup}
            for one in clauses
        ],
        "text_sha256": parcels.sha256(clauses),
    }


def changed(text, change):
    found = json.loads(text)
    change(found["policies"][0])
    return json.dumps(found)


def bring_in(text, by):
    actions.take_in(content=text.encode(), name="policies.json", by=by)
    return actions.bring_in(by=by)


def test_a_policy_of_another_council_becomes_a_draft(drafter):
    text = changed(of_elsewhere(), lambda row: row.update(title="Windows", slug="windows"))

    (made,) = bring_in(text, drafter)

    assert (made.status, made.number, made.author) == (VersionStatus.DRAFT, "1.0", drafter)
    assert (made.policy.title, made.policy.slug) == ("Windows", "windows")
    assert made.policy.council == "Barset County Council"
    assert made.text[1].text == "Words of another council."
    assert made.summary == (
        "Version 1.0 of Barset County Council (Approved by Governance Committee on 18 July 2026)."
    )
    assert made.decision is None
    assert Entry.objects.filter(kind="policies.taken_in").count() == 1


def test_a_draft_without_a_decision_says_so(drafter):
    def without(row):
        row.update(title="Windows", decision=None)

    (made,) = bring_in(changed(of_elsewhere(), without), drafter)

    assert made.summary.endswith("No decision came with it.")


def test_a_text_that_nobody_decided_on_travels_without_a_decision(drafter):
    (found,) = parcels.read(parcel(given.draft()).encode())

    assert found.decided == ""


@pytest.mark.parametrize("url", ["", "https://barset.example/code"])
def test_what_is_read_with_a_policy_travels_with_it(drafter, url):
    document = {"title": "Member Code of Conduct", "why": "It governs.", "url": url}
    version = given.published(read_with=[document])

    (found,) = parcels.read(parcel(version).encode())

    assert found.read_with == (document,)


def test_the_real_protocol_travels_word_for_word(drafter):
    version = given.published(clauses=ict().clauses)

    (found,) = parcels.read(parcel(version).encode())

    assert found.clauses == ict().clauses
    assert found.sha256 == version.sha256


def test_no_name_of_a_person_leaves(drafter):
    version = given.published()
    decision = version.decision
    decision.presenter, decision.named_dissent = "Zebedee Quill", ["Zebedee Quill"]
    decision.resolution, decision.interests = "Moved by Zebedee Quill", "Zebedee Quill"

    text = parcels.written([version], council="Barset", today=today())

    assert "Quill" not in text
    assert json.loads(text)["policies"][0]["decision"]["votes_for"] == 10


def test_the_same_text_is_not_entered_twice(drafter):
    version = given.published()
    content = parcel(version).encode()

    (one,) = actions.judged(content)

    assert (one.same, one.is_new) == (version, False)
    with pytest.raises(Refused, match="nothing new"):
        bring_in(parcel(version), drafter)


def test_a_title_that_is_taken_gets_the_name_of_its_council(drafter):
    (made,) = bring_in(of_elsewhere(), drafter)

    assert made.policy.title == "Screens (Barset County Council)"
    assert made.policy.slug == "screens-2"
    assert Policy.objects.get(slug="screens").title == "Screens"


def test_a_title_that_is_taken_twice_is_refused(drafter):
    text = of_elsewhere()
    given.policy(title="Screens (Barset County Council)")

    (one,) = actions.judged(text.encode())

    assert "Begin a version of it" in one.refusal
    assert not one.is_new


def test_an_address_that_is_a_page_of_ours_is_not_taken(drafter):
    text = changed(of_elsewhere(), lambda row: row.update(slug="register", title="Register"))

    (one,) = actions.judged(text.encode())

    assert one.slug == "register-2"


def test_two_policies_of_one_file_get_two_titles(drafter):
    found = json.loads(of_elsewhere())
    other = {**found["policies"][0], "slug": "screens-too", "title": "Doors"}
    found["policies"][0]["title"] = "Doors"
    found["policies"].append(other)

    first, second = actions.judged(json.dumps(found).encode())

    assert (first.title, second.title) == ("Doors", "Doors (Barset County Council)")


def test_a_file_is_taken_in_once(drafter):
    bring_in(of_elsewhere(), drafter)

    with pytest.raises(Refused, match="no file to take in"):
        actions.bring_in(by=drafter)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_enter_one_draft():
    given.council()
    drafter = given.officer(Role.MEMBERS_SERVICES)
    actions.take_in(content=of_elsewhere().encode(), name="x.json", by=drafter)
    before = PolicyVersion.objects.count()

    found = at_once(*[partial(actions.bring_in, by=drafter)] * 4)

    assert sum(isinstance(one, Refused) for one in found) == 3
    assert PolicyVersion.objects.count() == before + 1


def hostile(**values):
    return lambda row: row.update(values)


CLAUSE = {"kind": "paragraph", "level": 0, "number": "", "words": "x"}
TOO_HIGH = {**CLAUSE, "kind": "heading", "level": 1}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (hostile(text_sha256="0" * 64), "fingerprint does not fit"),
        (hostile(slug="../x"), "not as it should be"),
        (hostile(kind="spell"), "not as it should be"),
        (hostile(title=""), "not as it should be"),
        (hostile(title=7), "not as it should be"),
        (hostile(title="x\u202e"), "not as it should be"),
        (hostile(council="x" * 101), "not as it should be"),
        (hostile(clauses="x"), "see “clauses”"),
        (hostile(clauses=[CLAUSE] * 10_001), "see “clauses”"),
        (hostile(clauses=[{**CLAUSE, "level": 3}]), "not as it should be"),
        (hostile(clauses=[{**CLAUSE, "level": 99}]), "not as it should be"),
        (hostile(clauses=[{**CLAUSE, "level": True}]), "not as it should be"),
        (
            hostile(clauses=[{**CLAUSE, "kind": "heading", "level": 1}, CLAUSE]),
            "not as it should be",
        ),
        (hostile(clauses=[{"kind": "paragraph"}]), "not as it should be"),
        (hostile(clauses=[]), "Policy 1 of this file: There is no text"),
        (hostile(read_with=[{"title": "x", "why": "y", "url": "javascript:x"}]), "not as it"),
        (hostile(decision={"outcome": "x", "body": "y", "met_on": "today"}), "not as it should be"),
        (hostile(decision="yes"), "not as it should be"),
    ],
)
def test_a_policy_that_is_not_as_it_should_be_is_refused(drafter, change, why):
    with pytest.raises(parcels.NoParcel, match=why):
        parcels.read(changed(of_elsewhere(), change).encode())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "damaged"),
        (b"\xff\xfe", "damaged"),
        (b"[" * 100_000, "damaged"),
        (b'{"format": 1, "format": 2}', "damaged"),
        (b"[]", "not a file of a policy library"),
        (b'{"format": "Another"}', "not a file of a policy library"),
        (b'{"format": "CouncilGov policy library", "version": 2}', "of version 2"),
        (b'{"format": "CouncilGov policy library", "version": 1}', "see “policies”"),
        (b'{"format": "CouncilGov policy library", "version": 1, "policies": []}', "no policy"),
        (b" " * (parcels.LARGEST + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_none_is_refused(data, why):
    with pytest.raises(parcels.NoParcel, match=why):
        parcels.read(data)


def test_two_policies_with_one_address_are_refused(drafter):
    found = json.loads(of_elsewhere())
    found["policies"] *= 2

    with pytest.raises(parcels.NoParcel, match="same address"):
        parcels.read(json.dumps(found).encode())


def test_the_file_is_shown_before_anything_is_entered(browser):
    file = SimpleUploadedFile("p.json", of_elsewhere().encode())
    before = Policy.objects.count()

    page = browser.post(reverse("policies:import_policies"), {"file": file}, follow=True)

    assert "It becomes “Screens (Barset County Council)”, version 1.0." in page.text
    assert Policy.objects.count() == before
    done = browser.post(reverse("policies:check_import"), follow=True)
    assert "1 draft was entered." in done.text
    assert done.redirect_chain[-1][0] == reverse("policies:drafts")
    twice = browser.post(reverse("policies:check_import"))
    assert twice.status_code == 409
    assert f'href="{reverse("policies:drafts")}"' in twice.text
    assert UnsavedText.objects.count() == 0


def test_a_file_with_nothing_new_has_no_button(browser, drafter):
    version = given.published()
    actions.take_in(content=parcel(version).encode(), name="p.json", by=drafter)

    page = browser.get(reverse("policies:check_import"))

    assert "There is nothing new in this file." in page.text
    assert "Enter the drafts" not in page.text


@pytest.mark.parametrize("answers", [{}, {"file": SimpleUploadedFile("x.json", b"{}")}])
def test_no_file_or_a_wrong_one_is_refused_in_words(browser, answers):
    response = browser.post(reverse("policies:import_policies"), answers)

    assert response.context["form"].errors["file"]


def export(browser, *versions):
    chosen = {"versions": [version.pk for version in versions], "export": "yes"}
    return browser.post(reverse("policies:export_policies"), chosen)


def test_the_chosen_policies_leave_as_one_file(browser, drafter):
    version = given.published()

    response = export(browser, version)

    assert response["Content-Disposition"].startswith('attachment; filename="policies-')
    (found,) = parcels.read(response.content)
    assert (found.title, found.council) == (version.policy.title, "Barchester Borough Council")
    entry = Entry.objects.get(kind="policies.handed_out")
    assert entry.actor == drafter
    assert entry.details == {"versions": {str(version.pk): version.sha256}}


def test_to_look_at_the_list_hands_nothing_out(browser):
    version = given.published()
    address = reverse("policies:export_policies")

    page = browser.get(address, {"versions": [version.pk], "export": "yes"})

    assert str(version) in page.text
    assert not Entry.objects.filter(kind="policies.handed_out").exists()


@pytest.mark.parametrize("made", ["draft", "submitted", "approved", "referred_back"])
def test_what_is_not_adopted_does_not_leave(browser, drafter, made):
    version = getattr(given, made)()

    response = export(browser, version)

    assert response.context["form"].errors["versions"]
    assert str(version) not in browser.get(reverse("policies:export_policies")).text
    with pytest.raises(Refused, match="Only what is adopted"):
        actions.hand_out(versions=[version], by=drafter)


def test_the_version_in_force_leaves_and_not_the_draft_after_it(browser):
    version = given.published()
    newer = given.draft(policy=version.policy, major=2)

    page = browser.get(reverse("policies:export_policies")).text

    assert str(version) in page
    assert str(newer) not in page


def test_nothing_chosen_is_refused_in_words(browser):
    response = export(browser)

    assert response.context["form"].errors["versions"] == ["Select at least one policy"]


def test_the_policies_page_leads_to_the_library(browser):
    assert reverse("policies:library") in browser.get(reverse("policies:policies")).text
