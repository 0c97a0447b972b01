"""Tasks against more harm: opened once, done by whom they are for, and asked for."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.utils import timezone

from breaches.containing import actions
from breaches.containing.opening import whose
from breaches.containing.usual import USUAL, tasks_for
from breaches.models import (
    ContainmentTask,
    ContainmentTemplate,
    Incident,
    IncidentKind,
    IncidentStep,
    TaskStatus,
)
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.records import Refused
from devices.losses.securing import ask_lock, ask_wipe, confirm_lock, confirm_wipe
from devices.models import DeskTask, Loss, TaskKind
from tests import given
from tests.breaches import reports
from tests.devices import equipment
from tests.devices.losses import cases
from tests.racing import at_once

MINUTE = timedelta(minutes=1)
PASSWORD = "Set a new password"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, officer = given.councillor(), reports.handler()
        desk = given.officer(Role.ICT_DESK)
        incident = reports.ruled("suspected", by=officer, reporter=councillor, kind="account")
        return councillor, officer, desk, incident

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def desk(made_once):
    return made_once[2]


@pytest.fixture
def incident(made_once):
    return Incident.objects.with_row().get(pk=made_once[3].pk)


@pytest.fixture
def task(incident):
    return incident.containment_tasks.with_row().get(words=PASSWORD)


def words_of(incident):
    return list(incident.containment_tasks.values_list("words", flat=True))


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_kind_has_tasks_to_begin_with(kind):
    assert [usual.words for usual in tasks_for(kind)]
    assert len({usual.words for usual in USUAL[kind]}) == len(USUAL[kind])


@pytest.mark.parametrize("how", ["take_on", "suspected", "confirmed"])
def test_they_are_opened_when_somebody_looks_at_it(officer, how):
    incident = reports.reported(kind="account")
    assert words_of(incident) == []

    if how == "take_on":
        triaging.take_on(incident=incident, by=officer)
    else:
        triaging.rule(incident=incident, finding=how, reason="A name.", by=officer)

    assert words_of(incident) == [usual.words for usual in USUAL["account"]]
    assert incident.events.filter(what=IncidentStep.TASKS).count() == 1


def test_what_is_dismissed_at_once_has_none(officer):
    incident = reports.reported(kind="account")

    triaging.rule(incident=incident, finding="not_personal", reason="A joke.", by=officer)

    assert words_of(incident) == []


def test_they_are_not_opened_twice(incident, officer):
    before = words_of(incident)

    triaging.rule(incident=incident, finding="confirmed", reason="A name.", by=officer)

    assert words_of(incident) == before


def test_the_desk_finds_its_own_in_its_queue_and_is_told_once(incident, desk, task):
    queue = DeskTask.objects.open().filter(kind=TaskKind.CONTAIN)

    assert queue.count() == incident.containment_tasks.filter(team="desk").count() == 4
    first = queue.get(about=f"breaches.containmenttask:{task.pk}")
    assert (first.address, first.councillor) == (f"/incidents/tasks/{task.pk}/", None)
    assert Notice.objects.get(kind="containment_to_do").to == desk


def test_whose_it_is_goes_before_who_reported_it(officer):
    owner = given.councillor()

    incident = reports.ruled("suspected", by=officer, kind="account", owner=owner)

    about = f"breaches.containmenttask:{incident.containment_tasks.filter(team='desk').first().pk}"
    assert DeskTask.objects.get(about=about).councillor == owner


def test_whose_it_is_the_desk_reads_once_somebody_says_so_and_is_not_told_the_wrong_one(
    of, officer, desk, councillor, task
):
    page, owner = task.get_absolute_url(), given.councillor(full_name="Ann Ash")
    incident = task.incident
    row = DeskTask.objects.get(about=f"breaches.containmenttask:{task.pk}")
    assert f"Not said yet. Ask who reported it: {councillor.full_name}" in of(desk).get(page).text

    part = triaging.involve(incident=incident, person=owner, part="owner", by=officer)
    row.refresh_from_db()
    assert row.councillor == owner
    assert "Ann Ash" in of(desk).get(page).text

    triaging.take_back_part(involved=part, reason="It was another one.", by=officer)
    row.refresh_from_db()
    assert row.councillor is None


@pytest.mark.parametrize("is_lost", [True, False])
def test_of_a_device_its_record_says_whose_it_is(officer, is_lost):
    if is_lost:
        loss = cases.reported()
        incident, owner = reports.reported(kind="lost", loss=loss), loss.councillor
    else:
        device = equipment.issued()
        incident, owner = reports.reported(kind="shared", device=device), device.holder

    assert whose(incident) == owner


def test_the_desk_does_a_task_with_words_and_moment(task, desk, officer):
    then = timezone.now() - MINUTE

    row = actions.finish_task(task=task, words=" Done by phone. ", done_at=then, by=desk)

    assert (row.status, row.done_at, row.ended_by) == ("done", then, desk)
    assert row.ended_words == "Done by phone."
    event = row.incident.events.get(what=IncidentStep.TASK_DONE)
    assert (event.happened_at, event.words) == (then, f"{PASSWORD}: Done by phone.")
    assert Entry.objects.filter(kind="breaches.task_ended").count() == 1
    about = f"breaches.containmenttask:{task.pk}"
    assert DeskTask.objects.get(about=about).status == "done"
    assert Notice.objects.get(kind="containment_ended").to == officer
    with pytest.raises(Refused, match="is done"):
        actions.finish_task(task=task, words="Again.", by=desk)


def test_a_task_is_not_needed_for_a_reason(task, officer):
    with pytest.raises(Refused, match="Say why"):
        actions.drop_task(task=task, reason=" ", by=officer)

    row = actions.drop_task(task=task, reason="The account is shut.", by=officer)

    assert (row.status, row.ended_words) == ("not_needed", "The account is shut.")
    assert DeskTask.objects.get(about=f"breaches.containmenttask:{task.pk}").status == "dropped"
    assert not Notice.objects.filter(kind="containment_ended").exists()


def test_a_task_is_done_in_words_and_not_ahead(task, desk):
    with pytest.raises(Refused, match="Say why"):
        actions.finish_task(task=task, words=" ", by=desk)
    with pytest.raises(Refused, match="in the past"):
        actions.finish_task(task=task, words="Done.", done_at=timezone.now() + MINUTE, by=desk)


DOERS = {
    Role.INFORMATION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
    Role.ICT_DESK,
}


@pytest.mark.parametrize("role", Role)
def test_only_some_do_a_task_of_the_desk(task, role):
    somebody = given.somebody(role)

    assert actions.may_do(task, somebody) == (role in DOERS)
    if role not in DOERS:
        with pytest.raises(Refused, match="Whoever looks into the report"):
            actions.finish_task(task=task, words="Done.", by=somebody)


def test_the_desk_sees_and_does_its_own_alone(incident, desk):
    theirs = ContainmentTask.objects.visible_to(desk)
    other = incident.containment_tasks.with_row().filter(team="information").get()

    assert set(theirs.values_list("team", flat=True)) == {"desk"}
    assert not actions.may_do(other, desk)
    assert not Incident.objects.visible_to(desk).exists()


@pytest.mark.parametrize("part", ["subject", "recipient", "owner"])
def test_who_has_a_part_in_it_does_none_of_its_tasks(incident, task, desk, officer, part):
    triaging.involve(incident=incident, person=desk, part=part, by=officer)

    assert not ContainmentTask.objects.visible_to(desk).exists()
    assert not actions.may_do(task, desk)
    notice = Notice.objects.get(kind="containment_to_do", to=desk)
    assert unwanted(notice)


@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.ICT_DESK])
def test_who_has_a_part_in_it_does_not_see_what_the_desk_does_of_it(incident, task, officer, role):
    person, line = given.officer(role), DeskTask.objects.about(task).get()
    address = line.get_absolute_url()

    part = triaging.involve(incident=incident, person=person, part="subject", by=officer)
    actions.add_task(incident=incident, words="Save the log", team="desk", by=officer)

    client = Client()
    client.force_login(person)
    assert client.get(address).status_code == 404
    assert not DeskTask.objects.visible_to(person).exists()
    every = DeskTask.objects.count()
    assert DeskTask.objects.visible_to(given.officer(role)).count() == every > 1

    triaging.take_back_part(involved=part, reason="It was somebody else.", by=officer)
    assert client.get(address).status_code == 200
    assert DeskTask.objects.visible_to(person).count() == every


def test_who_is_involved_is_not_told_of_new_ones(incident, desk, officer):
    triaging.involve(incident=incident, person=desk, part="subject", by=officer)

    actions.add_task(incident=incident, words="Block the sender", team="desk", by=officer)

    assert Notice.objects.filter(kind="containment_to_do").count() == 1


def test_a_message_about_a_task_that_is_done_is_not_sent(task, desk):
    notice = Notice.objects.get(kind="containment_to_do")
    assert notice.subject == task
    assert not unwanted(notice)

    actions.finish_task(task=task, words="Done.", by=desk)

    assert unwanted(notice)


def test_it_is_not_contained_while_a_task_is_left_that_has_to_be_done(incident, officer):
    for task in incident.containment_tasks.all():
        with pytest.raises(Refused, match="still to be done"):
            triaging.contain(incident=incident, words="Done.", by=officer)
        actions.finish_task(task=task, words="Done.", by=officer)

    assert triaging.contain(incident=incident, words="Done.", by=officer).contained_at


def test_what_need_not_be_done_does_not_stand_in_the_way(officer):
    incident = reports.ruled("suspected", by=officer, kind="misuse")
    assert not incident.containment_tasks.get().is_required

    assert triaging.contain(incident=incident, words="Nothing more.", by=officer).contained_at


def test_a_task_is_added_once_and_takes_back_that_it_is_contained(officer):
    incident = reports.ruled("suspected", by=officer, kind="misuse")
    triaging.contain(incident=incident, words="Nothing more.", by=officer)

    row = actions.add_task(incident=incident, words=" Ask  them ", team="information", by=officer)

    incident.refresh_from_db()
    assert (row.words, row.is_required, incident.contained_at) == ("Ask them", True, None)
    assert incident.events.filter(what=IncidentStep.UNCONTAINED).exists()
    with pytest.raises(Refused, match="there already"), transaction.atomic():
        actions.add_task(incident=incident, words="Ask them", team="information", by=officer)
    with pytest.raises(Refused, match="still to be done: Ask them"):
        triaging.contain(incident=incident, words="Done.", by=officer)


def test_a_task_is_added_while_somebody_looks_at_it(officer, desk, incident):
    new = reports.reported()
    closed = reports.closed(reports.ruled("not_personal", by=officer), by=officer)

    for row in (new, closed):
        with pytest.raises(Refused, match="Adding a task can’t be done"):
            actions.add_task(incident=row, words="Ask", team="desk", by=officer)
    with pytest.raises(Refused, match="Only an information officer"):
        actions.add_task(incident=incident, words="Ask", team="desk", by=desk)


def suspected_with(loss, officer):
    incident = reports.reported(kind="lost", device=loss.device)
    incident.loss = loss
    incident.keep(by=officer, why="Test")
    return triaging.rule(incident=incident, finding="suspected", reason="Papers.", by=officer)


def test_the_case_of_a_lost_device_says_that_it_is_wiped(officer, desk):
    loss = cases.reported(kind="lost")
    incident = suspected_with(loss, officer)
    rows = ContainmentTask.objects.filter(incident=incident).with_row()
    known = rows.exclude(loss_says="")
    assert known.count() == known.undone().count() == 2
    assert not DeskTask.objects.filter(kind=TaskKind.CONTAIN, about__in=abouts(known)).exists()

    ask_lock(loss=loss, by=desk)
    confirm_lock(loss=loss, by=desk)
    assert [row.words for row in known.undone()] == ["Wipe the device, and see that the wipe ran"]

    ask_wipe(loss=loss, by=desk)
    confirm_wipe(loss=loss, by=desk)
    assert not known.undone().exists()
    assert {row.is_undone for row in known.all()} == {False}
    case = Loss.objects.get(pk=loss.pk)
    assert [row.known_at for row in known.all()] == [case.locked_at, case.wiped_at]
    with pytest.raises(Refused, match="The case of the device says"):
        actions.finish_task(task=known.all()[0], words="Done.", by=desk)


def abouts(rows):
    return [f"breaches.containmenttask:{row.pk}" for row in rows]


def test_a_wipe_says_that_it_is_locked_too(officer, desk):
    loss = cases.reported(kind="lost")
    incident = suspected_with(loss, officer)

    ask_wipe(loss=loss, by=desk)
    confirm_wipe(loss=loss, by=desk)

    assert not incident.containment_tasks.exclude(loss_says="").undone().exists()


def test_without_such_a_case_the_desk_says_it_itself(officer, desk):
    incident = reports.ruled("suspected", by=officer, kind="lost")
    task = incident.containment_tasks.with_row().get(loss_says="wiped")

    assert (task.known_at, task.is_undone) == (None, True)
    assert actions.finish_task(task=task, words="Wiped.", by=desk).status == "done"


def test_with_the_report_ends_what_nobody_had_to_do(officer, django_assert_max_num_queries):
    incident = reports.ruled("suspected", by=officer, kind="account")
    triaging.rule(incident=incident, finding="not_personal", reason="A joke.", by=officer)

    with django_assert_max_num_queries(29):
        reports.closed(incident, by=officer)

    rows = incident.containment_tasks.all()
    assert {row.status for row in rows} == {TaskStatus.NOT_NEEDED}
    assert {row.history.count() for row in rows} == {2}
    about = DeskTask.objects.filter(about__in=abouts(rows))
    assert set(about.values_list("status", flat=True)) == {"dropped"}


def test_the_council_changes_a_list_and_new_reports_begin_with_it(officer, incident):
    before = words_of(incident)

    actions.add_template(
        kind="account", words="Ring the bank", team="information", is_required=False, by=officer
    )
    actions.retire_template(kind="account", words=PASSWORD, by=officer)

    new = words_of(reports.ruled("suspected", by=officer, kind="account"))
    assert new == [*(words for words in before if words != PASSWORD), "Ring the bank"]
    assert words_of(incident) == before
    kinds = Entry.objects.filter(kind__startswith="breaches.template_")
    assert set(kinds.values_list("kind", flat=True)) == {
        "breaches.template_added",
        "breaches.template_retired",
    }


def test_a_list_holds_each_task_once_and_may_be_empty(officer):
    with pytest.raises(Refused, match="in the list already"), transaction.atomic():
        actions.add_template(
            kind="account", words=PASSWORD, team="desk", is_required=True, by=officer
        )
    actions.retire_template(kind="other", words=USUAL["other"][0].words, by=officer)

    assert tasks_for("other") == []
    with pytest.raises(Refused, match="not in the list any more"):
        actions.retire_template(kind="other", words=USUAL["other"][0].words, by=officer)


def test_only_an_information_officer_changes_a_list_of_a_kind(officer, desk):
    with pytest.raises(Refused, match="Only an information officer"):
        actions.retire_template(kind="account", words=PASSWORD, by=desk)
    with pytest.raises(Refused, match="Choose the kind"):
        actions.add_template(kind="none", words="A", team="desk", is_required=True, by=officer)


@pytest.mark.django_db(transaction=True)
def test_two_officers_open_the_tasks_once():
    given.council()
    incident = reports.reported(kind="account")
    officers = [reports.handler(), reports.handler()]

    at_once(
        *(
            lambda by=by: triaging.rule(
                incident=incident, finding="suspected", reason="A name.", by=by
            )
            for by in officers
        )
    )

    assert words_of(incident) == [usual.words for usual in USUAL["account"]]


def broken(row, **changes):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**changes)
    return str(error.value)


BROKEN: dict[str, dict[str, Any]] = {
    "team_known": {"team": "x", "handed_at": None},
    "handed_to_the_desk_alone": {"team": "information"},
    "status_known": {"status": "x", "ended_at": timezone.now(), "ended_by": 1, "ended_words": "x"},
    "loss_says_known": {"loss_says": "x"},
    "has_words": {"words": ""},
    "ended_at_together": {"ended_by": 1},
    "ended_when_not_open": {"status": "done", "done_at": timezone.now(), "ended_words": "x"},
    "ended_with_words": {"ended_words": "x"},
    "dated_when_done": {"done_at": timezone.now()},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_task_that_cannot_be(task, name):
    assert f"breaches_containmenttask_{name}" in broken(task, **BROKEN[name])


def test_the_database_refuses_a_list_that_cannot_be(officer):
    row = actions.add_template(kind="other", words="A", team="desk", is_required=True, by=officer)
    wrong: dict[str, dict[str, Any]] = {
        "kind_known": {"kind": "x"},
        "team_known": {"team": "x"},
        "loss_says_known": {"loss_says": "x"},
        "has_words": {"words": ""},
        "retired_at_together": {"retired_at": timezone.now()},
    }

    for name, changes in wrong.items():
        assert f"breaches_containmenttemplate_{name}" in broken(row, **changes)
    assert str(ContainmentTemplate.objects.get(pk=row.pk)) == "A"


@pytest.fixture
def of():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def test_the_desk_opens_its_task_from_the_queue_and_reads_no_more(of, desk, task, incident):
    client = of(desk)

    shown = client.get(task.get_absolute_url()).text

    assert PASSWORD in shown
    assert incident.happened not in shown
    assert client.get(incident.get_absolute_url()).status_code == 404
    answer = client.post(
        f"{task.get_absolute_url()}done/",
        {
            "words": "Done by phone.",
            "done_at_day_day": "23",
            "done_at_day_month": "11",
            "done_at_day_year": "2026",
            "done_at_time": "9:30am",
        },
        follow=True,
    )
    assert "Done by phone." in answer.text
    assert "It is not needed" not in answer.text


def test_a_task_is_said_not_to_be_needed_on_its_page(of, officer, task):
    of(officer).post(f"{task.get_absolute_url()}not-needed/", {"reason": "The account is shut."})

    task.refresh_from_db()
    assert task.status == "not_needed"


def test_the_tasks_stand_on_the_page_of_the_report_and_in_the_list(of, officer, incident):
    client = of(officer)
    client.post(
        f"{incident.get_absolute_url()}task/", {"words": "Ring them", "team": "information"}
    )

    for page in (incident.get_absolute_url(), "/incidents/tasks/"):
        shown = client.get(page).text
        assert PASSWORD in shown
        assert "Ring them" in shown


def test_who_reported_it_reads_nothing_of_the_tasks(of, councillor, incident):
    shown = of(councillor).get(incident.get_absolute_url()).text

    assert PASSWORD not in shown
    assert "Add a task" not in shown


def test_a_list_is_changed_on_its_page(of, officer):
    client = of(officer)
    page = "/incidents/tasks/lists/account/"
    told = {"words": "Ring the bank", "team": "information", "is_required": "no"}

    assert "Enter what is to be done" in client.post(page, {"words": ""}).text
    client.post(page, told)
    client.post(page, {"remove": PASSWORD})

    shown = client.get(page).text
    assert "Ring the bank" in shown
    assert PASSWORD not in shown
    assert client.get("/incidents/tasks/lists/none/").status_code == 404
