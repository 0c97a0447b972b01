"""Each rule finds what does not fit, and nothing once it is mended."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.access import HOLDERS, Right, Role
from councilgov.people.council import NationOf
from councilgov.portal.xray.facts import count_for, report_for, rules_for
from councilgov.portal.xray.rules import RULES
from tests import given
from tests.breaches import reports
from tests.consent import people
from tests.portal.xray.misfits import BY_THE_YEAR, CASES, closed

EVERY_CASE = pytest.mark.parametrize("case", CASES, ids=str)
SEES = [role for role in Role if role in HOLDERS[Right.SEE_XRAY]]


@pytest.fixture
def deputy():
    """Sees everything, and is none of those whose want is found."""
    return given.officer(Role.DEPUTY_MONITORING_OFFICER)


def found(user, key):
    """What a rule finds for somebody, looked for anew as by another request."""
    user = type(user).objects.get(pk=user.pk)
    return [one for one in report_for(user).shown if one.rule.key == key]


def test_every_rule_has_a_case():
    assert {rule.key for rule in RULES} == {case.key for case in CASES} | BY_THE_YEAR


def test_no_two_rules_have_one_key():
    keys = [rule.key for rule in RULES]

    assert len(keys) == len(set(keys))


@EVERY_CASE
def test_a_rule_finds_what_does_not_fit_until_it_is_mended(case, deputy):
    thing = case.make()
    with time_machine.travel(timezone.now() + case.later, tick=True):
        before = found(deputy, case.key)
        case.mend(thing)
        after = found(deputy, case.key)

    assert before
    assert after == []


@EVERY_CASE
def test_its_link_opens_for_whoever_sees_it_and_leads_to_as_many(case, client):
    officers = {role: given.officer(role) for role in SEES if role not in case.but}
    case.make()
    seen = {}
    with time_machine.travel(timezone.now() + case.later, tick=True):
        for role, officer in officers.items():
            client.force_login(officer)
            for one in found(officer, case.key):
                seen[role] = one
                check_link(client, one)

    assert seen or case.key == "no_data_protection_officer"
    assert any(one.way for one in seen.values())


def check_link(client, finding):
    if finding.way is None:
        assert Right.OVERSEE_XRAY not in finding.rule.rights
        return
    response = client.get(finding.way.href, follow=True)
    assert response.status_code == 200, finding.way.href
    register = (response.context or {}).get("register")
    if register is not None and finding.way.query and not finding.found.about:
        assert register.table.paginator.count == finding.found.n


def test_the_calendar_is_named_half_a_year_before_it_ends(deputy):
    given.council()

    with time_machine.travel("2027-01-04 10:00"):
        assert found(deputy, "calendar_ends") == []
    with time_machine.travel("2040-01-04 10:00"):
        (one,) = found(deputy, "calendar_ends")
    assert "Bank holidays are known until" in one.found.words


def test_the_accessibility_statement_is_named_after_a_year(deputy):
    given.council()

    assert found(deputy, "statement_is_old") == []
    with time_machine.travel("2027-12-01 10:00"):
        assert len(found(deputy, "statement_is_old")) == 1


def test_without_any_monitoring_officer_it_says_so():
    given.council()
    administrator = given.officer(Role.ADMINISTRATOR)

    (one,) = found(administrator, "no_monitoring_officer")

    assert "no deputy" in one.found.words


def test_what_has_no_minute_by_its_nature_is_not_asked_for_one(deputy):
    version = given.submitted()
    decision = given.DECISION | {"body_kind": given.Body.OFFICER, "body": "Director"}
    decision |= {"method": given.Method.NOT_RECORDED}
    for name in ("present", "votes_for", "votes_against"):
        decision.pop(name)
    given.deciding.decide(versions=[version], by=None, **decision)
    given.publish(given.PolicyVersion.objects.get(pk=version.pk))

    assert found(deputy, "without_minute") == []


def test_a_text_is_mended_by_its_draft_where_there_is_one(deputy):
    version = given.published()
    monitor = given.officer(Role.MONITORING_OFFICER)

    (begun,) = found(monitor, "without_owner")
    given.draft(policy=version.policy, major=2)
    (gone_on,) = found(monitor, "without_owner")

    assert begun.way.page == "policies:start_version"
    assert gone_on.way.page == "policies:drafts"


def test_law_that_is_repealed_is_named_with_what_to_write_instead(deputy):
    given.published(clauses=given.clauses("The Data Protection Act 1998 applies."))

    (one,) = found(deputy, "stale_law")

    assert "refers in 1 place to law that has changed" in one.found.words
    assert "Data Protection Act 2018" in one.found.details[0]


def test_texts_are_read_anew_when_many_were_read(deputy, monkeypatch):
    monkeypatch.setattr("councilgov.portal.xray.of_texts.KEPT", 0)
    given.published(clauses=given.clauses("The Data Protection Act 1998 applies."))

    assert len(found(deputy, "stale_law")) == len(found(deputy, "stale_law")) == 1


@pytest.mark.parametrize("nation", [NationOf.SCOTLAND, NationOf.NORTHERN_IRELAND])
def test_the_law_of_one_nation_is_not_asked_of_another(nation, deputy):
    given.council(nation=nation)
    given.actions.appoint(
        officer=given.councillor(),
        role=Role.AUDITOR,
        starts_on=timezone.localdate(),
        by=None,
    )

    assert found(deputy, "councillor_and_officer") == []


def test_permissions_of_few_councillors_are_not_counted(deputy):
    people.verified()

    with time_machine.travel(timezone.now() + timedelta(days=200), tick=True):
        assert found(deputy, "stale_permissions") == []


def test_who_has_a_part_in_a_breach_is_not_told_of_what_it_lacks():
    incident = closed()
    officer = reports.handler()
    reports.triaging.involve(
        incident=incident, person=officer, part="recipient", by=reports.handler()
    )

    assert found(officer, "without_cause") == []


# Who sees what


@pytest.mark.parametrize("role", Role)
def test_who_has_no_x_ray_sees_no_rule(role):
    user = given.somebody(role)

    assert bool(rules_for(user)) == (role in SEES)


def test_a_monitoring_officer_sees_every_rule(deputy):
    assert list(rules_for(deputy)) == list(RULES)


def test_the_others_see_what_they_can_mend_or_may_see():
    seen = {role: {rule.key for rule in rules_for(given.officer(role))} for role in SEES}

    assert seen[Role.ADMINISTRATOR] == {
        "accounts_without_role",
        "addressed_elsewhere",
        "calendar_ends",
        "councillor_and_officer",
        "dead_notices",
        "head_not_told",
        "invitation_ran_out",
        "missing_settings",
        "no_data_protection_officer",
        "no_monitoring_officer",
        "nobody_ict_desk",
        "nobody_information_officer",
        "nobody_members_services",
        "not_in_force",
        "not_invited",
        "not_sealed",
        "own_cause",
        "refused_mail",
        "statement_is_old",
        "stuck_notices",
        "without_group",
    }
    assert "past_72_hours" in seen[Role.INFORMATION_OFFICER]
    assert "past_72_hours" not in seen[Role.ICT_DESK] | seen[Role.MEMBERS_SERVICES]
    assert {"not_wiped", "not_returned"} <= seen[Role.ICT_DESK]
    assert {"late_leavers", "without_minute", "refused_mail"} <= seen[Role.MEMBERS_SERVICES]


# How much is asked


def queries(user):
    user = type(user).objects.get(pk=user.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        count_for(user)
    return len(asked)


def test_many_rows_are_found_by_as_many_queries_as_few(deputy):
    monitor = given.officer(Role.MONITORING_OFFICER)
    few = [case for case in CASES if not case.later and case.key not in ONCE]
    for case in few:
        case.make()
    count_for(monitor)  # the texts are read, once
    before = queries(monitor)
    for case in few:
        case.make()
    count_for(monitor)

    assert queries(monitor) == before <= MOST_QUERIES


ONCE = {"addressed_elsewhere", "late_results", "pointless_hold", "to_classify"}
"""What is there once alone, or changes what the others made."""
MOST_QUERIES = 16


def test_a_text_with_a_post_that_looks_after_it_is_left_alone(deputy):
    alone = given.published()
    given.published(owner="Head of Legal Services")

    assert [one.found.about for one in found(deputy, "without_owner")] == [str(alone.pk)]
