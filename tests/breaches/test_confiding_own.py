"""Whoever reports something can have it read by few: at once, or once they asked for it."""

import pytest
from django.test import Client
from django.urls import reverse

from breaches.confiding.actions import (
    ask_confidential,
    confide_own,
    end_confidentiality,
    make_confidential,
)
from breaches.models import Incident
from breaches.triaging.actions import rule, take_on
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

WHY = "It is about somebody in the team."


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        reporter, chief, officer = given.councillor(), reports.decider(), reports.handler()
        deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
        return reporter, chief, deputy, officer, reports.reported(by=reporter)

    return shared(make)


@pytest.fixture
def reporter(made_once):
    return made_once[0]


@pytest.fixture
def chief(made_once):
    return made_once[1]


@pytest.fixture
def deputy(made_once):
    return made_once[2]


@pytest.fixture
def officer(made_once):
    return made_once[3]


@pytest.fixture
def incident(made_once):
    return Incident.objects.with_row().get(pk=made_once[4].pk)


def page_of(person, incident, **more):
    client = Client()
    client.force_login(person)
    return client.get(incident.get_absolute_url(), **more)


def own(incident):
    return reverse("breaches:confide_own", args=[incident.reference])


def hide(incident, *readers, by, reason=WHY):
    return confide_own(incident=incident, readers=readers, reason=reason, by=by)


def sees(person, incident):
    return Incident.objects.visible_to(person).filter(pk=incident.pk).exists()


def test_only_those_whom_the_reporter_chose_read_it(incident, reporter, chief, deputy, officer):
    hide(incident, deputy, by=reporter)

    seen = [sees(one, incident) for one in (reporter, chief, deputy, officer)]
    assert seen == [True, False, True, False]
    assert Notice.objects.filter(kind="incident_confided", to=deputy).count() == 1
    assert Entry.objects.filter(kind="breaches.made_confidential", actor=reporter).count() == 1
    assert incident.events.get(what="confidential").words == WHY


def test_somebody_decides_and_only_who_may_be_on_the_list_is(incident, reporter, officer):
    with pytest.raises(Refused, match="must be on the list"):
        hide(incident, officer, by=reporter)
    with pytest.raises(Refused, match="must be on the list"):
        hide(incident, by=reporter)
    with pytest.raises(Refused, match="can’t be on the list"):
        hide(incident, given.councillor(), by=reporter)
    with pytest.raises(Refused, match="Say why"):
        hide(incident, by=reporter, reason=" ")
    assert sees(officer, incident)


def test_nobody_does_it_for_the_reporter(incident, chief, officer):
    for by in (chief, given.councillor()):
        with pytest.raises(Refused, match="Whoever reported it"):
            hide(incident, chief, by=by)
        with pytest.raises(Refused, match="Whoever reported it"):
            ask_confidential(incident=incident, reason=WHY, by=by)


def test_once_somebody_took_it_on_the_reporter_asks_them(incident, reporter, chief, officer):
    colleague = reports.handler()
    take_on(incident=incident, by=officer)
    with pytest.raises(Refused, match="Somebody looks into it already"):
        hide(incident, chief, by=reporter)

    ask_confidential(incident=incident, reason=WHY, by=reporter)

    told = Notice.objects.get(kind="confidential_asked")
    assert told.to == officer
    assert not unwanted(told)
    assert sees(colleague, incident)
    with pytest.raises(Refused, match="You asked for that already"):
        ask_confidential(incident=incident, reason=WHY, by=reporter)
    assert "asks to make it confidential" in page_of(colleague, incident).text
    make_confidential(incident=incident, readers=[chief], reason="They asked.", by=officer)
    assert unwanted(told)
    with pytest.raises(Refused, match="not confidential"):
        ask_confidential(incident=incident, reason=WHY, by=reporter)
    end_confidentiality(incident=incident, reason="It is over.", by=officer)
    ask_confidential(incident=incident, reason="Not yet.", by=reporter)


def test_where_nobody_took_it_on_and_it_was_ruled_on_all_are_asked(incident, reporter, officer):
    ruled = rule(incident=incident, finding="confirmed", reason="A name.", by=officer)
    ruled.handler = ruled.handled_since = None
    ruled.keep(by=None, why="Test")

    ask_confidential(incident=incident, reason=WHY, by=reporter)

    told = Notice.objects.get(kind="confidential_asked", to=officer)
    told.about = ""
    assert unwanted(told)


def test_the_reporter_does_it_on_a_page(incident, reporter, chief, deputy):
    client = Client()
    client.force_login(reporter)
    assert own(incident) in page_of(reporter, incident).text
    assert own(incident) not in page_of(chief, incident).text

    form = client.get(own(incident)).text
    assert form.count("checked") == 2
    asked = {"readers": [chief.pk], "reason": WHY}
    assert client.post(own(incident), asked).url == incident.get_absolute_url()

    assert not sees(deputy, incident)
    assert own(incident) not in page_of(reporter, incident).text
    assert client.get(own(incident)).status_code == 409


def test_on_the_same_page_they_ask_once_it_was_taken_on(incident, reporter, officer):
    take_on(incident=incident, by=officer)
    client = Client()
    client.force_login(reporter)

    assert "Ask to make it confidential" in client.get(own(incident)).text
    client.post(own(incident), {"reason": WHY})

    assert incident.events.filter(what="confidential_asked", words=WHY).exists()
    assert "You asked to make this confidential" in page_of(reporter, incident).text
    client.force_login(officer)
    assert client.get(own(incident)).status_code == 403
