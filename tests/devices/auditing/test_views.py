"""The pages of audits, as the desk and the councillor see them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from devices.auditing.actions import answer
from devices.models import AnswerStatus, Audit, AuditLine, AuditStatus
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_night_phone="01632 960199")
        return given.councillor(), equipment.desk(), equipment.terms()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def line(councillor, made_once):
    equipment.issued(holder=councillor)
    return equipment.audit(by=made_once[1]).lines.get()


@pytest.fixture
def as_desk(client, made_once):
    client.force_login(made_once[1])
    return client


@pytest.fixture
def as_councillor(client, councillor):
    client.force_login(councillor)
    return client


def page(name, *args):
    return reverse(f"devices:{name}", args=args)


def test_the_desk_starts_an_audit(as_desk, councillor):
    equipment.issued(holder=councillor)
    day = {"until_on_day": "7", "until_on_month": "12", "until_on_year": "2026"}

    as_desk.post(page("start_audit"), {"title": "Autumn", **day})

    assert Audit.objects.get().lines.get().holder == councillor


def test_an_audit_of_nothing_is_refused_in_words(as_desk):
    day = {"until_on_day": "7", "until_on_month": "12", "until_on_year": "2026"}

    answer = as_desk.post(page("start_audit"), {"title": "Autumn", **day})

    assert "Nobody has such a device" in answer.text


def test_a_councillor_finds_it_at_home_and_answers(as_councillor, line):
    assert "Confirm your equipment" in as_councillor.get(reverse("home")).text
    assert page("my_audit") in as_councillor.get(page("equipment")).text
    assert f"Do you have {line.device}?" in as_councillor.get(page("my_audit")).text

    as_councillor.post(page("my_audit"), {f"line_{line.pk}": "yes"})

    line.refresh_from_db()
    assert line.status == AnswerStatus.YES
    assert "Confirm your equipment" not in as_councillor.get(reverse("home")).text
    assert "You can change your answers" in as_councillor.get(page("my_audit")).text
    own = as_councillor.get(page("equipment")).text
    assert "Confirm that you still have" not in own
    assert "See or change your answers" in own


def test_what_another_audit_asks_earlier_is_asked_for_first(as_councillor, line, made_once):
    other = equipment.issued(holder=line.holder)
    sooner = equipment.audit(by=made_once[1], until_on=date(2026, 12, 1))
    assert "By 1 December 2026." in as_councillor.get(reverse("home")).text

    shown = as_councillor.get(page("my_audit")).text

    assert "Please answer by 1 December 2026" in shown
    assert shown.index(f"Do you have {other}?") < shown.index(f"Do you have {line.device}?")
    assert "By 7 December 2026" in shown
    as_councillor.post(
        page("my_audit"), {f"line_{sooner.lines.get().pk}": "yes", f"line_{line.pk}": "yes"}
    )
    assert sooner.lines.get().status == AnswerStatus.YES


def test_who_reported_it_is_not_asked_whether_they_have_it(as_councillor, line):
    cases.report(line.device, kind="stolen")

    shown = as_councillor.get(page("my_audit")).text

    assert "nothing for you to confirm" in shown
    assert "Ring the ICT service desk now" not in shown


def test_the_desk_is_told_what_it_has_not_looked_into_before_it_closes(as_desk, line):
    answer(answers={line.pk: AnswerStatus.NO}, by=line.holder)

    assert (
        "1 answer is still to be looked into"
        in as_desk.get(page("close_audit", line.audit_id)).text
    )


def test_each_device_is_asked_about_by_its_name(as_councillor, line):
    answer = as_councillor.post(page("my_audit"), {f"line_{line.pk}": ""})

    assert f"Select whether you have {line.device}" in answer.text


def test_who_does_not_have_it_is_led_to_the_phone(as_councillor, line):
    shown = as_councillor.post(page("my_audit"), {f"line_{line.pk}": "no"}, follow=True).text

    assert "Ring the ICT service desk now" in shown
    assert "01632 960124" in shown
    assert "01632 960199" in shown


def test_who_is_asked_nothing_is_told_so(as_councillor):
    assert "nothing for you to confirm" in as_councillor.get(page("my_audit")).text
    assert as_councillor.post(page("my_audit"), {"x": "y"}).status_code == 200


def test_the_counts_lead_to_what_they_count(as_desk, line):
    shown = as_desk.get(page("audit", line.audit_id)).text

    assert "Not answered: 1" in shown
    assert "Expected: 1" in shown
    assert "1 device" in as_desk.get(f"{page('audit', line.audit_id)}?status=asked").text
    assert "0 devices" in as_desk.get(f"{page('audit', line.audit_id)}?status=no").text


def test_the_desk_marks_what_it_sees_and_closes(as_desk, line):
    tag = {"device": line.device.asset_tag}
    assert as_desk.post(page("mark_seen", line.audit_id), tag).url == page(
        "mark_seen", line.audit_id
    )
    other = {"device": equipment.device().asset_tag}
    assert "does not ask about" in as_desk.post(page("mark_seen", line.audit_id), other).text

    assert as_desk.get(page("close_audit", line.audit_id)).status_code == 200
    as_desk.post(page("close_audit", line.audit_id))

    audit = Audit.objects.with_counts().get()
    assert (audit.status, audit.found) == (AuditStatus.CLOSED, 1)
    assert "Closed at" in as_desk.get(page("audit", line.audit_id)).text
    assert as_desk.get(page("close_audit", line.audit_id)).status_code == 409


def test_the_result_is_a_file(as_desk, line):
    paper = as_desk.post(page("audit_pdf", line.audit_id))
    sheet = as_desk.post(page("audit", line.audit_id), {"export": "ods"})

    assert paper.content.startswith(b"%PDF")
    assert sheet.status_code == 200


def test_the_result_of_an_audit_that_found_all_says_so(as_desk, line):
    as_desk.post(page("mark_seen", line.audit_id), {"device": line.device.asset_tag})

    assert as_desk.post(page("audit_pdf", line.audit_id)).content.startswith(b"%PDF")


def test_the_lists_take_as_many_queries_for_many_as_for_one(as_desk, line):
    def queries():
        with CaptureQueriesContext(connection) as taken:
            as_desk.get(page("audits"))
            as_desk.get(page("audit", line.audit_id))
        return len(taken)

    before = queries()
    for _n in range(2):
        row = AuditLine(audit=line.audit, device=equipment.issued(), holder=line.holder)
        row.keep(by=None, why="Test")

    assert queries() == before
