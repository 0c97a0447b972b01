"""Pages of decisions, of certificates and of withdrawal."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilgov.access import Role
from policies.deciding import actions
from policies.models import Body, Decision, Outcome, PolicyKind, PolicyVersion, VersionStatus
from tests import given

COMMITTEE = ("Governance Committee", Body.COMMITTEE)
COUNCIL = ("Council", Body.FULL_COUNCIL)
ANSWERS = {
    "met_on_day": "18",
    "met_on_month": "7",
    "met_on_year": "2026",
    "began_at_time": "7.30pm",
    "interests_declared": "none",
    "interests": "not shown, so it does not count",
    "attendances": "Robin Alder, Green Group, Chairman\nKim Birch, substitute for Jo Cedar",
    "present": "11",
    "method": "recorded",
    "votes_for": "10",
    "votes_against": "1",
    "named_dissent": "Kim Birch",
    "outcome": "approved_as_amended",
    "resolution": "That both protocols be approved as amended.",
}
ANY_BODY = {"body": "Governance Committee", "body_kind": "committee"}
NEW = reverse("policies:record_decision")


@pytest.fixture(autouse=True)
def _council():
    given.council()


def by(client, role):
    officer = given.officer(role)
    client.force_login(officer)
    given.confirmed(client)
    return officer


@pytest.fixture
def clerk(client):
    return by(client, Role.MEMBERS_SERVICES)


@pytest.fixture
def monitoring(client):
    return by(client, Role.MONITORING_OFFICER)


def page_of(version, name):
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number])


def now(version):
    return PolicyVersion.objects.get(pk=version.pk)


def send(client, *versions, **answers):
    chosen = {"versions": [version.pk for version in versions]}
    return client.post(
        f"{NEW}?version={versions[0].pk}",
        ANSWERS | ANY_BODY | chosen | answers,
        follow=answers.get("step") != "record",
    )


# The list


def test_what_waits_stands_under_the_body_that_has_it(client, clerk):
    on_way = [given.on_its_way(COMMITTEE, COUNCIL) for _n in range(2)]
    alone = given.submitted()

    bodies = client.get(reverse("policies:decisions")).context["bodies"]

    found = {stage.body if stage else "": versions for stage, versions in bodies}
    assert found == {"Governance Committee": on_way, "": [alone]}


def test_members_services_find_the_list_from_their_home_page(client, clerk):
    page = client.get(reverse("home")).text

    assert f'href="{reverse("policies:decisions")}">Record a decision</a>' in page


def test_a_decision_about_nothing_begins_at_the_list(client, clerk):
    assert client.get(NEW)["Location"] == reverse("policies:decisions")


def test_the_list_takes_as_many_queries_for_many(client, clerk, django_assert_num_queries):
    def fill(count):
        for _n in range(count):
            given.on_its_way(COMMITTEE)
            given.approved()

    fill(1)
    client.get(reverse("policies:decisions"))
    with django_assert_num_queries(12):
        client.get(reverse("policies:decisions"))
    fill(5)
    with django_assert_num_queries(12):
        client.get(reverse("policies:decisions"))


# Recording


def test_a_decision_is_checked_before_it_is_recorded(client, clerk):
    version = given.submitted()

    page = send(client, version)

    assert "Check the decision before you record it" in page.text
    assert "Next: enter the text as it was amended." in page.text
    assert "substitute for Jo Cedar" in page.text
    assert '<input type="hidden" name="votes_for" value="10">' in page.text
    assert not Decision.objects.exists()


def test_one_vote_decides_on_what_was_ticked(client, clerk):
    first, second, other = given.submitted(), given.submitted(), given.submitted()

    response = send(client, first, second, step="record")

    decision = Decision.objects.get()
    assert response["Location"] == decision.get_absolute_url()
    assert set(decision.considered.all()) == {first, second}
    assert now(first).status == now(second).status == VersionStatus.APPROVED_AS_AMENDED
    assert now(other).status == VersionStatus.SUBMITTED
    assert decision.interests == "No interests were declared"
    assert str(decision.began_at_time) == "19:30:00"
    chair, substitute = decision.attendances.all()
    assert (chair.group, chair.office) == ("Green Group", "Chairman")
    assert (substitute.group, substitute.substitute_for) == ("", "Jo Cedar")


def test_what_was_entered_can_be_changed_before_it_is_recorded(client, clerk):
    version = given.submitted()
    checked = send(client, version)
    assert 'name="change" value="1">Change something' in checked.text

    page = send(client, version, change="1")

    assert page.redirect_chain == [(f"{NEW}?version={version.pk}", 302)]
    assert "Nothing has been sent yet." in page.text
    assert "Check before you record it" in page.text
    assert not page.context["form"].errors
    assert "That both protocols be approved as amended." in page.text
    assert not Decision.objects.exists()


def test_the_page_that_checks_a_decision_is_shown_again_by_back_and_reload(client, clerk):
    version = given.submitted()
    checked = send(client, version)
    (address, status) = checked.redirect_chain[-1]

    again = client.get(address)

    assert status == 302
    assert "Check the decision before you record it" in again.text
    assert '<input type="hidden" name="votes_for" value="10">' in again.text
    assert not Decision.objects.exists()


def test_once_a_decision_is_recorded_back_says_where_to_go_on(client, clerk):
    version = given.submitted()
    address = send(client, version).redirect_chain[-1][0]
    send(client, version, step="record")

    back = client.get(address, follow=True)

    assert "Nothing of this is before a body now." in back.text
    assert f'href="{reverse("policies:decisions")}"' in back.text


def test_what_is_kept_to_be_checked_is_never_recorded_by_looking_at_it(client, clerk):
    version = given.submitted()
    send(client, version, votes_for="20", step="record")  # refused, and not kept

    page = client.get(f"{NEW}?version={version.pk}&check=1", follow=True)

    assert "Check the decision" not in page.text
    assert not Decision.objects.exists()
    assert "checked" not in client.session


def test_the_number_present_is_that_of_the_list_where_it_is_left_empty(client, clerk):
    send(
        client,
        given.submitted(),
        present="",
        votes_for="2",
        votes_against="0",
        named_dissent="",
        step="record",
    )

    assert Decision.objects.get().present == 2


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"met_on_year": "2027"}, "met_on", "must be today or in the past"),
        ({"votes_for": "20"}, "votes_for", "more votes than members"),
        ({"votes_for": "1", "votes_against": "1"}, "casting_vote", "The vote is tied"),
        ({"method": "unanimous"}, "votes_for", "Leave the numbers of votes empty"),
        ({"named_dissent": "A. Elm\nB. Oak"}, "named_dissent", "more names than votes"),
        ({"began_at_time": "half seven"}, "began_at_time", "Enter a time, like 9:40am or 14:05"),
        ({"attendances": "Alder, Green, Blue"}, "attendances", "We can’t read the line"),
        ({"interests_declared": "yes", "interests": ""}, "interests", "Enter who declared what"),
        ({"versions": []}, "versions", "Select what was decided on"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_nothing_is_lost(client, clerk, wrong, field, told):
    page = send(client, given.submitted(), **wrong)

    assert told in page.text
    assert page.redirect_chain, "Back and Reload show it again"
    assert told in str(page.context["form"].errors[field])
    assert "That both protocols be approved as amended." in page.text
    assert not Decision.objects.exists()


def test_the_body_on_its_way_is_not_asked_for(client, clerk):
    version = given.on_its_way(COMMITTEE, COUNCIL)

    page = client.get(NEW, {"version": version.pk})
    send(client, version, outcome="recommended", body="Somebody else", step="record")

    assert "body" not in page.context["form"].fields
    assert "Approved as amended" not in page.text
    assert Decision.objects.get().body == "Governance Committee"


def test_two_tabs_record_one_decision(client, clerk):
    version = given.submitted()
    send(client, version, step="record")

    again = send(client, version, step="record")

    assert again.status_code == 409
    assert Decision.objects.count() == 1


def test_the_decision_of_another_version_is_not_recorded_for_this_one(client, clerk):
    here, elsewhere = given.submitted(), given.on_its_way(COUNCIL)

    page = send(client, here, elsewhere, step="record")

    assert "versions" in page.context["form"].errors
    assert not Decision.objects.exists()


# The page of a decision


def decided(*versions, **fields):
    members = [{"name": "Councillor Birch", "substitute_for": "Councillor Cedar"}]
    fields = given.DECISION | {"attendances": members, "named_dissent": ["A. Elm"]} | fields
    return actions.decide(versions=versions, by=None, **fields)


def test_a_decision_on_drafts_is_for_those_who_work_on_them(client):
    address = decided(given.submitted()).get_absolute_url()

    assert client.get(address).status_code == 404
    client.force_login(given.councillor())
    assert client.get(address).status_code == 404
    client.force_login(given.officer(Role.ICT_DESK))
    assert client.get(address).status_code == 200


def test_a_decision_on_something_public_is_public_and_names_no_draft(client):
    published = given.published()
    hidden = given.submitted()
    both = decided(hidden, published_too := given.submitted())
    published_too = actions.PolicyVersion.objects.get(pk=published_too.pk)
    given.publishing.publish(version=published_too, by=given.officer(Role.MEMBERS_SERVICES))

    page = client.get(both.get_absolute_url())

    assert page.status_code == 200
    for words in ("Councillor Birch", "substitute for Councillor Cedar", "A. Elm voted against"):
        assert words in page.text
    assert list(page.context["versions"]) == [published_too]
    assert str(hidden) not in page.text
    assert published.get_absolute_url() not in page.text


def test_a_correction_stands_wherever_the_decision_does(client, clerk):
    version = given.published()
    decision = version.decision

    sent = client.post(
        reverse("policies:correct_decision", args=[decision.pk]), {"text": "It began at 7pm."}
    )

    assert sent["Location"] == decision.get_absolute_url()
    client.logout()
    for address in (decision.get_absolute_url(), version.get_absolute_url()):
        page = client.get(address).text
        assert "Correction of 23 November 2026" in page
        assert "It began at 7pm." in page


def test_the_same_correction_twice_is_refused_on_the_page(client, clerk):
    decision = decided(given.submitted())
    address = reverse("policies:correct_decision", args=[decision.pk])
    client.post(address, {"text": "It began at 7pm."})

    assert "on record already" in client.post(address, {"text": "It began at 7pm."}).text
    assert decision.corrections.count() == 1


# Certifying


def test_the_certifier_sees_every_word_that_changed(client, monitoring):
    version = given.amended("Members must lock their screens always.")

    page = client.get(page_of(version, "certify_text")).text

    assert re.search(r"<ins>(?:(?!</ins>).)*always\.", page)
    assert re.search(r"<del>(?:(?!</del>).)*Members must report a loss at once\.", page)
    assert version.sha256 in page


def test_of_an_import_there_is_nothing_to_compare(client, monitoring):
    page = client.get(page_of(given.amended(), "certify_text"))

    assert "The text put to the committee is not on record" in page.text


def test_a_text_without_a_change_is_pointed_out(client, monitoring):
    version = given.submitted()
    given.submission(version)
    decided(version, outcome=Outcome.APPROVED_AS_AMENDED, named_dissent=[])
    actions.amend(version=version, clauses=version.text, by=given.person())

    assert "No word was changed" in client.get(page_of(version, "certify_text")).text


def test_certifying_takes_a_tick(client, monitoring):
    version = given.amended()
    address = page_of(version, "certify_text")

    page = client.post(address, {"text_sha256": version.sha256})
    assert "Tick the box if this is the text that was resolved" in page.text
    client.post(address, {"text_sha256": version.sha256, "is_confirmed": "on"})

    assert now(version).status == VersionStatus.CERTIFIED
    assert now(version).certified_by == monitoring


def test_who_certifies_confirms_who_they_are(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    version = given.amended()
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()

    answers = {"text_sha256": version.sha256, "is_confirmed": "on"}
    response = client.post(page_of(version, "certify_text"), answers)

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert now(version).status == VersionStatus.APPROVED_AS_AMENDED


def test_back_after_certifying_leads_to_the_version(client, monitoring):
    version = given.amended()
    address = page_of(version, "certify_text")
    client.post(address, {"text_sha256": version.sha256, "is_confirmed": "on"})

    assert client.get(address)["Location"] == version.get_absolute_url()


def test_a_second_click_on_certify_leads_to_the_version(client, monitoring):
    version = given.amended()
    address = page_of(version, "certify_text")
    answers = {"text_sha256": version.sha256, "is_confirmed": "on"}
    client.post(address, answers)

    assert client.post(address, answers)["Location"] == version.get_absolute_url()


def test_who_certifies_what_somebody_has_certified_meanwhile_is_told(client, monitoring):
    version = given.amended()
    other = given.person()
    actions.certify(version=version, text_sha256=version.sha256, by=other)

    answers = {"text_sha256": version.sha256, "is_confirmed": "on"}
    page = client.post(page_of(version, "certify_text"), answers)

    assert page.status_code == 409
    assert "This text is certified already." in page.text
    assert f'href="{version.get_absolute_url()}"' in page.text
    assert now(version).certified_by == other


def test_a_text_that_changed_meanwhile_is_shown_again(client, monitoring):
    version = given.amended("Amended.")
    shown = version.sha256
    actions.amend(version=version, clauses=given.clauses("Better."), by=given.person())

    answers = {"text_sha256": shown, "is_confirmed": "on"}
    page = client.post(page_of(version, "certify_text"), answers)

    assert "The text changed while you were reading it" in page.text
    assert f'value="{now(version).sha256}"' in page.text
    assert now(version).status == VersionStatus.APPROVED_AS_AMENDED
    assert not page.context["form"]["is_confirmed"].value()


def test_there_is_nothing_to_certify_of_a_draft(client, monitoring):
    assert client.get(page_of(given.draft(), "certify_text")).status_code == 409


# Sent back, withdrawn


def test_a_drafter_makes_a_draft_again_of_what_was_referred_back(client, clerk):
    version = given.submitted()
    decided(version, outcome=Outcome.REFERRED_BACK)
    page = client.get(version.get_absolute_url()).text
    assert "Make it a draft again" in page

    client.post(page_of(version, "reopen"))

    assert now(version).status == VersionStatus.DRAFT


def test_a_drafter_takes_something_off_the_agenda(client, clerk):
    version = given.on_its_way(COMMITTEE, COUNCIL)
    assert "Take it off the agenda" in client.get(version.get_absolute_url()).text

    client.post(page_of(version, "take_off_agenda"), {"reason": "The wrong committee."})

    assert now(version).status == VersionStatus.DRAFT
    assert "The wrong committee." in client.get(version.get_absolute_url()).text


def test_a_withdrawal_says_when_and_why_to_everybody(client, monitoring):
    version = given.published()
    address = page_of(version, "withdraw_policy")

    unticked = client.post(address, {"reason": "The law has changed."})
    assert now(version).is_in_force
    assert "Tick the box: I want to withdraw this version" in unticked.text
    client.post(address, {"reason": "The law has changed.", "is_confirmed": "on"})

    client.logout()
    page = client.get(version.get_absolute_url()).text
    assert "Withdrawn on 23 November 2026." in page
    assert "The law has changed." in page
    assert "withdrawn on 23 November 2026" in page


def test_what_was_withdrawn_before_its_day_was_never_in_force(client, monitoring):
    version = given.publishing.publish(
        version=given.approved(), by=monitoring, effective_on=date(2026, 12, 14)
    )
    actions.withdraw(version=version, reason="A mistake.", by=monitoring)

    page = client.get(version.get_absolute_url()).text

    told = "Was to be in force from 14 December 2026, withdrawn on 23 November 2026 before that"
    assert told in page
    assert "In force from 14 December 2026" not in page


def test_a_code_of_conduct_is_withdrawn_with_the_minute_of_full_council(client, monitoring):
    version = given.submitted(policy=given.policy(kind=PolicyKind.CODE))
    fields = {"body": "Council", "body_kind": Body.FULL_COUNCIL}
    given.deciding.decide(versions=[version], by=None, **given.DECISION | fields)
    version = given.publish(now(version))
    answers = {"reason": "That it be withdrawn.", "is_confirmed": "on", "minute_item": "9"}
    address = page_of(version, "withdraw_policy")

    unsaid = client.post(address, answers)
    assert "Enter the day of the meeting" in unsaid.text
    day = {"met_on_day": "12", "met_on_month": "11", "met_on_year": "2026"}
    client.post(address, answers | day)

    assert now(version).status == VersionStatus.WITHDRAWN
    assert "Full council" in client.get(version.decisions.first().get_absolute_url()).text


def test_a_withdrawal_without_a_reason_is_refused(client, monitoring):
    version = given.published()

    page = client.post(page_of(version, "withdraw_policy"), {"is_confirmed": "on"})

    assert "Enter the reason" in page.text
    assert now(version).is_in_force


def test_what_is_not_published_has_no_page_to_withdraw_it(client, monitoring):
    assert client.get(page_of(given.approved(), "withdraw_policy")).status_code == 409


# Where a version stands


def test_the_page_of_a_version_shows_the_bodies_done_and_to_come(client, clerk):
    version = given.on_its_way(COMMITTEE, ("Cabinet", Body.EXECUTIVE), COUNCIL)
    decided(version, outcome=Outcome.RECOMMENDED)

    page = " ".join(client.get(version.get_absolute_url()).text.split())

    assert "recommended to the next body on 18 July 2026" in page
    assert "Cabinet: to recommend now" in page
    assert "Council: still to decide" in page
    assert "Next: the Cabinet recommends." in page
    assert f"{NEW}?version={version.pk}" in page


def test_a_longer_way_costs_no_more_queries(client, clerk, django_assert_num_queries):
    short = given.on_its_way(COMMITTEE, COUNCIL)
    long = given.on_its_way(COMMITTEE, ("Cabinet", Body.EXECUTIVE), COUNCIL)
    for version in (short, long):
        client.get(version.get_absolute_url())  # what is looked up once is looked up
    with CaptureQueriesContext(connection) as asked:
        client.get(short.get_absolute_url())

    with django_assert_num_queries(len(asked)):
        client.get(long.get_absolute_url())


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (Outcome.REFERRED_BACK, "make it a draft again"),
        (Outcome.DEFERRED, "submit it again for a later meeting"),
        (Outcome.REJECTED, "begin a new version"),
        (Outcome.NOTED, "record what was decided"),
        (Outcome.APPROVED_AS_AMENDED, "enter the text as it was amended"),
        (Outcome.APPROVED, "publish it"),
    ],
)
def test_the_page_of_a_version_says_what_comes_next(client, clerk, outcome, told):
    version = given.submitted()
    decided(version, outcome=outcome)

    assert told in client.get(version.get_absolute_url()).text


def test_nobody_is_offered_what_they_may_not_do(client):
    client.force_login(given.officer(Role.ICT_DESK))
    referred, amended = given.submitted(), given.amended()
    decided(referred, outcome=Outcome.REFERRED_BACK)

    assert "Make it a draft again</button>" not in client.get(referred.get_absolute_url()).text
    assert "Certify the amended text" not in client.get(amended.get_absolute_url()).text
    assert "Withdraw" not in client.get(given.published().get_absolute_url()).text


# Trees


def family(client, version):
    page = client.get(version.get_absolute_url()).text
    return " ".join(page.split())


def test_a_parent_shows_what_it_pins_and_what_is_in_force_now(client):
    parent = given.policy(title="ICT policy")
    child = given.published(policy=given.policy(title="Protocol"), parent=parent)
    whole = given.approved(policy=parent)
    whole = given.publishing.publish(version=whole, by=given.officer(Role.AUDITOR))
    assert "Protocol, version 1.0" in family(client, whole)
    assert "is in force now" not in family(client, whole)

    newer = given.published(policy=child.policy, minor=1, parent=parent)

    assert "Version 1.1 is in force now" in family(client, whole)
    assert "This forms part of <a" in family(client, newer)


def published_parent(policy):
    return given.published(policy=policy, major=policy.versions.count() + 1)


def test_a_part_that_left_stays_on_the_page_of_what_pinned_it(client):
    parent = given.policy(title="ICT policy")
    child = given.published(policy=given.policy(title="Protocol"), parent=parent)
    whole = published_parent(parent)

    given.next_version(child, major=2)

    page = family(client, whole)
    assert "Protocol, version 1.0" in page
    assert "Version 2.0 is in force now" in page
    assert "It is no longer part of this." in page


def test_an_old_parent_shows_what_it_pinned_and_nothing_that_joined_since(client):
    parent = given.policy(title="ICT policy")
    given.published(policy=given.policy(title="Protocol"), parent=parent)
    old = published_parent(parent)
    published_parent(parent)
    given.published(policy=given.policy(title="Newcomer"), parent=parent)

    page = family(client, old)
    assert "Protocol, version 1.0" in page
    assert "Newcomer" not in page


def test_what_joined_after_a_parent_came_into_force_is_marked(client):
    parent = given.policy(title="ICT policy")
    whole = published_parent(parent)
    given.published(policy=given.policy(title="Newcomer"), parent=parent)

    page = family(client, whole)
    assert "Newcomer" in page
    assert "It became part of this later." in page


def test_a_child_that_is_a_draft_is_nobodys_business(client):
    parent = given.policy()
    given.draft(policy=given.policy(title="Secret protocol"), parent=parent)

    assert "Secret protocol" not in family(client, given.published(policy=parent))


def test_a_parent_that_is_a_draft_is_not_named(client):
    parent = given.policy(title="Secret policy")
    given.draft(policy=parent)

    child = given.published(parent=parent)

    assert "Secret policy" not in family(client, child)


def test_what_a_body_decides_and_what_it_only_recommends_stand_apart(client):
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    committee, council = ("Audit Committee", Body.COMMITTEE), ("Council", Body.FULL_COUNCIL)
    recommended, decided = given.on_its_way(committee, council), given.on_its_way(committee)

    page = client.get(f"{reverse('policies:record_decision')}?version={decided.pk}").text

    assert str(decided) in page
    assert str(recommended) not in page
    assert "Approved as amended" in page
