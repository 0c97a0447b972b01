"""The council chooses which clause of its own policies a kind of report cites."""

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from breaches.choosing import actions, facts
from breaches.citing import SOCIAL_MEDIA, cited_clause
from breaches.models import ClauseChoice
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from policies.models import PolicyVersion
from tests import given
from tests.breaches import reports
from tests.breaches.test_citing import publish_havering

HERE = reverse("breaches:clauses")


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        publish_havering()
        return reports.handler()

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once


@pytest.fixture
def version(officer):
    return PolicyVersion.objects.select_related("policy").get(policy__slug=SOCIAL_MEDIA)


def clause_of(version):
    return next(one for one in version.text if "attack, insult" in one.text)


def choose(version, by, what="other"):
    anchor = clause_of(version).anchor
    return actions.choose_clause(what=what, version=version, anchor=anchor, by=by)


def line_of(what):
    return next(line for line in facts.lines() if line.what == what)


def test_what_was_chosen_is_cited_by_what_is_reported_from_then_on(officer, version):
    before = reports.reported(kind="other")
    row = choose(version, officer)
    after = reports.reported(kind="other")

    assert (before.cited, after.cited) == (None, version)
    assert cited_clause(after) == clause_of(version)
    entry = Entry.objects.get(kind="breaches.clause_chosen")
    assert entry.details["policy"] == SOCIAL_MEDIA
    assert entry.actor == officer
    assert row.history.count() == 1


def test_also_instead_of_what_comes_with_the_portal_and_back(officer, version):
    built_in = cited_clause(reports.reported(kind="lost"))
    choose(version, officer, what="lost")
    assert cited_clause(reports.reported(kind="lost")) == clause_of(version)

    for _twice in range(2):
        actions.use_built_in(what="lost", by=officer)

    assert cited_clause(reports.reported(kind="lost")) == built_in
    assert Entry.objects.filter(kind="breaches.clause_built_in").count() == 1


def test_none_is_cited_if_so_chosen(officer):
    actions.choose_clause(what="lost", version=None, by=officer)

    assert reports.reported(kind="lost").cited is None
    line = line_of("lost")
    assert (line.is_own, line.is_lost, str(line.says)) == (
        *(True, False),
        "None is cited, as somebody chose.",
    )


def test_a_clause_that_stands_no_longer_is_pointed_out_and_not_cited(officer, version, client):
    row = choose(version, officer)
    assert not line_of("other").is_lost
    row.wording = "Words of an older version."
    row.keep(by=None, why="Test")

    assert line_of("other").is_lost
    assert reports.reported(kind="other").cited is None
    client.force_login(officer)
    assert "stands no longer in the version in force" in client.get(HERE).text
    where = reverse("breaches:choose_clause", args=["other"])
    assert '<option value="" selected>' in client.get(where).text


def test_what_nobody_chose_says_where_it_comes_from(officer):
    assert line_of("lost").cited
    assert str(line_of("other").says) == "None."
    models.QuerySet(PolicyVersion).update(status="superseded")
    assert "stands in no policy in force" in str(line_of("party").says)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ICT_DESK, Role.DATA_PROTECTION_OFFICER])
def test_others_choose_nothing(version, role):
    by = given.somebody(role)

    for act in (lambda: choose(version, by), lambda: actions.use_built_in(what="lost", by=by)):
        with pytest.raises(Refused, match="Only an information officer"):
            act()


def test_what_is_not_there_is_refused(officer, version):
    with pytest.raises(Refused, match="no such kind"):
        choose(version, officer, what="nothing")
    with pytest.raises(Refused, match="not in the policy"):
        actions.choose_clause(what="lost", version=version, anchor="nowhere", by=officer)


@pytest.mark.parametrize("fields", [{"what": "nothing"}, {"wording": ""}, {"policy": None}])
def test_the_database_refuses_what_cannot_be(officer, version, fields):
    row = choose(version, officer)
    for name, value in fields.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Model.save(row)


def test_in_the_browser(client, officer, version):
    client.force_login(officer)
    assert HERE in client.get(reverse("breaches:incidents")).text
    where = reverse("breaches:choose_clause", args=["other"])
    assert where in client.get(HERE).text
    assert client.post(where, {"clause": ""}).status_code == 200
    chosen = f"{version.pk}#{clause_of(version).anchor}"

    assert '<option value="built_in" selected>' in client.get(where).text
    assert "chosen by the council" in client.post(where, {"clause": chosen}, follow=True).text
    assert f'<option value="{chosen}" selected>' in client.get(where).text
    assert str(ClauseChoice.objects.get()) == "Something else"
    client.post(where, {"clause": "none"})
    assert '<option value="none" selected>' in client.get(where).text
    assert ClauseChoice.objects.get().policy is None
    client.post(where, {"clause": "built_in"})
    assert not ClauseChoice.objects.exists()
    assert client.get(reverse("breaches:choose_clause", args=["nothing"])).status_code == 404


def test_the_list_takes_a_few_queries(officer, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        assert len(list(facts.lines())) == 27
