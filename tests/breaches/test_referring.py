"""A matter of conduct is handed to the Monitoring Officer, and is never judged here."""

from datetime import UTC, date, datetime
from functools import partial
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from breaches.models import Referral, ReferralStatus
from breaches.referring import actions
from breaches.referring.bodies import BODIES, body_of
from breaches.referring.forms import ReferForm
from breaches.triaging.actions import involve
from councilgov.access import Role
from councilgov.deadlines import Nation
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import TermOfOffice, User
from councilgov.records import Refused
from tests import given
from tests.breaches import asking, handed, reports
from tests.breaches.handed import WHY
from tests.racing import at_once


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return (
            reports.handler(),
            given.officer(Role.MONITORING_OFFICER),
            given.officer(Role.DEPUTY_MONITORING_OFFICER),
            given.councillor(full_name="Robin Alder"),
            reports.reported(),
        )

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def chief(made_once):
    return made_once[1]


@pytest.fixture
def deputy(made_once):
    return made_once[2]


@pytest.fixture
def councillor(made_once):
    return made_once[3]


@pytest.fixture
def incident(made_once):
    return made_once[4]


@pytest.fixture
def refer(officer, incident):
    return partial(actions.refer, about=incident, because=WHY, by=officer)


def told(row):
    return set(
        Notice.objects.filter(kind="referral_sent", about__endswith=f":{row.pk}").values_list(
            "to", flat=True
        )
    )


def see(row):
    """Who of all sees it."""
    return {one.pk for one in User.objects.all() if row in Referral.objects.visible_to(one)}


def test_the_monitoring_officer_and_the_deputies_alone_see_it_and_are_told(
    refer, officer, chief, deputy, councillor
):
    others = [given.somebody(role) for role in Role if "monitoring" not in role]
    row = refer(subject=councillor)

    assert see(row) == told(row) == {chief.pk, deputy.pk}
    assert officer.pk not in see(row)
    assert len(others) > 5
    assert not Notice.objects.filter(to=councillor, kind__startswith="referral").exists()


def test_no_message_and_no_fact_says_whom_or_what_it_is_about(refer, councillor, caplog):
    row = refer(subject=councillor)

    said = [
        *(part_of(notice) for notice in Notice.objects.filter(kind="referral_sent")),
        *Entry.objects.about(row).values_list("facts", flat=True),
        caplog.text,
    ]
    for word in (WHY, "Robin Alder"):
        assert word not in str(said)
    assert Entry.objects.about(row).get().actor == row.sent_by


def test_of_the_monitoring_officer_the_deputies_alone_see_it(refer, chief, deputy):
    row = refer(subject=chief)

    assert row.is_for_deputy
    assert see(row) == told(row) == {deputy.pk}


def test_of_one_deputy_the_others_see_it(refer, chief, deputy):
    row = refer(subject=deputy)

    assert see(row) == told(row) == {chief.pk}


def test_with_a_conflict_of_interest_it_goes_to_the_deputies(refer, chief, deputy, councillor):
    row = refer(subject=councillor)
    Notice.objects.all().delete()

    actions.pass_to_deputy(referral=row, by=chief)

    assert see(row) == told(row) == {deputy.pk}
    with pytest.raises(Refused, match="or a deputy"):
        actions.acknowledge_referral(referral=row, by=chief)
    with pytest.raises(Refused, match="so already"):
        actions.pass_to_deputy(referral=row, by=deputy)


def test_it_is_not_handed_over_where_nobody_could_take_it(refer, chief, deputy):
    deputy = User.objects.get(pk=deputy.pk)
    deputy.is_active = False
    deputy.keep(by=None, why="Left")

    with pytest.raises(Refused, match="Nobody who may read this"), transaction.atomic():
        refer(subject=chief)
    row = refer()
    with pytest.raises(Refused, match="Nobody who may read this"), transaction.atomic():
        actions.pass_to_deputy(referral=row, by=chief)


@pytest.mark.parametrize(
    ("changes", "match"),
    [({"because": "  "}, "Say why"), ({"subject": "officer"}, "about you")],
)
def test_what_is_refused(refer, officer, changes, match):
    if changes.get("subject"):
        changes = {"subject": officer}
    with pytest.raises(Refused, match=match):
        refer(**changes)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ICT_DESK, Role.DATA_PROTECTION_OFFICER])
def test_only_who_looks_into_reports_hands_one_over(refer, role):
    with pytest.raises(Refused, match="Only an information officer"):
        refer(by=given.somebody(role))


# Nations


@pytest.mark.parametrize(
    ("nation", "words"),
    [
        ("england", "Localism Act 2011, section 28"),
        ("wales", "Public Services Ombudsman for Wales"),
        ("wales", "Local Government Act 2000, Part III"),
        ("scotland", "Ethical Standards Commissioner"),
        ("scotland", "Ethical Standards in Public Life etc. (Scotland) Act 2000"),
        ("northern-ireland", "Northern Ireland Local Government Commissioner for Standards"),
    ],
)
def test_each_nation_has_its_own_body(nation, words):
    assert words in str(body_of(nation))


def test_in_every_nation_it_is_handed_over_with_the_law_of_that_nation(client, officer, incident):
    assert set(BODIES) == set(Nation)
    given.council(nation="northern-ireland")
    client.force_login(officer)
    where = reverse("breaches:refer_incident", args=[incident.reference])

    page = client.get(where).text
    assert "Local Government Act (Northern Ireland) 2014, Part 9" in page
    assert "Localism Act" not in page
    assert "Handed over" in client.post(where, {"because": WHY}, follow=True).text


# The machine

STEPS = {
    "acknowledged": lambda row, by: actions.acknowledge_referral(referral=row, by=by),
    "closed": lambda row, by: handed.closed(row, by=by),
}


@pytest.mark.parametrize(("start", "end"), list(product(ReferralStatus.values, STEPS)))
def test_every_start_and_every_end(refer, chief, start, end):
    row = refer()
    for step in ReferralStatus.values[1 : ReferralStatus.values.index(start) + 1]:
        STEPS[step](row, chief)

    if (start, end) in {("sent", "acknowledged"), ("acknowledged", "closed")}:
        STEPS[end](row, chief)
        row.refresh_from_db()
        assert row.status == end
    else:
        with pytest.raises(Refused, match="can’t be done"):
            STEPS[end](row, chief)


@pytest.mark.parametrize("start", ReferralStatus.values)
def test_its_number_is_entered_while_it_is_dealt_with(refer, chief, start):
    row = refer()
    for step in ReferralStatus.values[1 : ReferralStatus.values.index(start) + 1]:
        STEPS[step](row, chief)
    number = partial(actions.number_case, referral=row, case_reference=" MO / 42 ", by=chief)

    if start == "acknowledged":
        assert number().case_reference == "MO / 42"
    else:
        with pytest.raises(Refused, match="can’t be done"):
            number()


def test_closed_it_is_passed_to_nobody_and_says_what_became_of_it(refer, chief):
    row = refer()
    STEPS["acknowledged"](row, chief)
    with pytest.raises(Refused, match="Say why"):
        handed.closed(row, by=chief, outcome=" ")
    closed = STEPS["closed"](row, chief)

    assert (closed.outcome, closed.closed_by) == ("No action.", chief)
    with pytest.raises(Refused, match="it is closed"):
        actions.pass_to_deputy(referral=row, by=chief)


@pytest.mark.parametrize("act", STEPS.values())
def test_who_handed_it_over_does_nothing_more(refer, officer, act):
    with pytest.raises(Refused, match="or a deputy"):
        act(refer(), officer)


def test_once_somebody_has_it_nobody_is_told_any_more(refer, chief, deputy):
    row = refer()
    notice = Notice.objects.get(kind="referral_sent", to=deputy)
    assert not unwanted(notice)

    STEPS["acknowledged"](row, chief)

    assert unwanted(notice)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "closed"},
        {"because": ""},
        {"erased_at": timezone.now()},
        {"result": "guilty"},
        {"case_reference": "1"},
        {"outcome": "No action."},
    ],
)
def test_the_database_refuses_what_cannot_be(refer, fields):
    row = refer()
    for name, value in fields.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_truthful_report_opens_none(officer, councillor):
    incident = reports.ruled("confirmed", by=officer, reporter=councillor)
    reports.contained(incident, by=officer)

    assert not Referral.objects.exists()


def test_any_record_is_handed_over_by_its_address(refer, chief, deputy, councillor):
    row = refer(about=councillor)

    assert row.record == councillor
    assert see(row) == {chief.pk, deputy.pk}


def test_a_record_that_they_do_not_see_is_not_handed_over(refer, officer):
    theirs = reports.of_councillor_alone(given.councillor(), by=officer)

    with pytest.raises(Refused, match="do not see"):
        refer(about=theirs.incident, by=given.officer(Role.INFORMATION_OFFICER))


# Pages


def page(name, row):
    return reverse(f"breaches:{name}", args=[row.pk])


def test_from_the_report_to_the_end(client, officer, chief, incident, councillor):
    client.force_login(officer)
    where = reverse("breaches:refer_incident", args=[incident.reference])
    assert where in client.get(incident.get_absolute_url()).text
    assert "Localism Act" in client.get(where).text
    sent = {"because": WHY, "subject": councillor.pk}
    response = client.post(where, sent, follow=True)
    assert "Handed over" in response.text
    row = Referral.objects.get()
    assert client.get(row.get_absolute_url()).status_code == 403

    client.force_login(chief)
    shown = client.get(row.get_absolute_url()).text
    for words in (WHY, "Robin Alder", incident.reference, "I have read it"):
        assert words in shown
    client.post(page("acknowledge_referral", row))
    client.post(page("number_case", row), {"case_reference": "MO-7"})
    client.post(page("close_referral", row), {"result": "no_action", "outcome": "No action."})
    ended = client.get(row.get_absolute_url()).text
    for words in ("MO-7", "No action.", "Closed"):
        assert words in ended


def test_passed_to_the_deputy_it_is_gone(client, refer, chief, deputy):
    row = refer()
    client.force_login(chief)

    response = client.post(page("pass_to_deputy", row), follow=True)

    assert "only the deputies see it" in response.text
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(deputy)
    assert "For the deputies alone" in client.get(row.get_absolute_url()).text


def test_whom_it_is_about_finds_nothing(client, refer, chief):
    row = refer(subject=chief)
    client.force_login(chief)

    assert client.get(row.get_absolute_url()).status_code == 404
    assert row.reference not in client.get("/referrals/").text


def test_the_list_says_whom_and_what_nowhere_and_takes_the_same_queries(
    client, refer, chief, councillor, django_assert_num_queries
):
    refer(subject=councillor)
    client.force_login(chief)
    client.get("/referrals/")
    with CaptureQueriesContext(connection) as first:
        told = client.get("/referrals/").text
    for _time in range(12):
        refer(subject=councillor)

    with django_assert_num_queries(len(first)):
        client.get("/referrals/")
    assert "Robin Alder" not in told
    assert WHY not in told


def test_a_source_that_one_does_not_see_has_no_link(client, refer, chief, officer, incident):
    row = refer()
    involve(incident=incident, person=chief, part="recipient", by=officer)
    client.force_login(chief)

    shown = client.get(row.get_absolute_url()).text

    assert incident.reference in shown
    assert f'href="{incident.get_absolute_url()}"' not in shown


def test_a_councillor_hands_nothing_of_their_own_log_over(client, officer):
    councillor = given.councillor()
    row = reports.of_councillor_alone(councillor, by=officer)
    client.force_login(councillor)

    where = reverse("breaches:refer_incident", args=[row.incident.reference])

    assert client.get(where).status_code == 403


def test_from_a_question_for_advice(client, officer, chief):
    row = asking.asked(kind="message")
    client.force_login(officer)
    where = reverse("breaches:refer_advice", args=[row.reference])
    assert where in client.get(row.get_absolute_url()).text
    assert client.post(where, {"because": WHY}).status_code == 302

    referral = Referral.objects.get()
    assert referral.record == row
    client.force_login(chief)
    assert row.reference in client.get(referral.get_absolute_url()).text


def test_of_a_question_only_who_advises_on_it_hands_the_conduct_side_over(client):
    desk = given.officer(Role.ICT_DESK)
    row = asking.asked(kind="technical")
    where = reverse("breaches:refer_advice", args=[row.reference])
    for person, status in [
        (row.asker, 403),
        (desk, 403),
        (given.officer(Role.INFORMATION_OFFICER), 404),
    ]:
        client.force_login(person)
        assert client.get(where).status_code == status
        assert where not in client.get(row.get_absolute_url()).text


# Parts, and sent twice


@pytest.mark.parametrize("part", ["subject", "recipient"])
def test_who_has_a_part_in_the_report_reads_nothing_of_it(refer, incident, chief, deputy, part):
    involve(incident=incident, person=chief, part=part, by=reports.handler())

    row = refer()

    assert row.is_for_deputy
    assert see(row) == told(row) == {deputy.pk}


def test_a_deputy_with_a_part_in_the_report_reads_nothing_of_it(
    client, refer, incident, chief, deputy
):
    involve(incident=incident, person=deputy, part="subject", by=reports.handler())

    row = refer()

    assert not row.is_for_deputy
    assert see(row) == told(row) == {chief.pk}
    client.force_login(deputy)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_two_presses_hand_over_one_matter_until_it_is_closed(refer, officer, chief, councillor):
    first = refer(subject=councillor)
    Notice.objects.all().delete()

    assert refer(subject=councillor) == first
    assert not Notice.objects.exists()
    assert refer(because="Something else.", subject=councillor) != first
    assert refer() != first
    assert refer(subject=councillor, by=reports.handler()) != first
    STEPS["acknowledged"](first, chief)
    assert refer(subject=councillor) == first
    STEPS["closed"](first, chief)
    assert refer(subject=councillor) != first


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_hand_over_one_matter(transactional_db):
    given.council()
    given.officer(Role.MONITORING_OFFICER)
    refer = partial(actions.refer, about=reports.reported(), because=WHY, by=reports.handler())

    found = at_once(*[refer] * 8)

    assert {row.pk for row in found} == {Referral.objects.get().pk}


def test_passed_on_after_the_chief_had_it_the_deputies_are_told_and_say_that_they_have_it(
    refer, chief, deputy
):
    row = refer()
    STEPS["acknowledged"](row, chief)
    actions.number_case(referral=row, case_reference="MO-7", by=chief)

    passed = actions.pass_to_deputy(referral=row, by=chief)

    notice = Notice.objects.get(kind="referral_sent", to=deputy, key__contains=":True:")
    assert not unwanted(notice)
    assert (passed.status, passed.case_reference) == ("sent", "MO-7")
    STEPS["acknowledged"](row, deputy)
    assert unwanted(notice)


def test_whose_conduct_it_is_is_a_councillors_or_of_who_has_a_part(officer, councillor, deputy):
    left = given.person()
    until = datetime(2023, 5, 9, tzinfo=UTC)
    term = TermOfOffice(councillor=left, starts_on=date(2022, 5, 9), ends_at=until)
    term.end_reason = "retired"
    given.without_history([term])
    then = datetime(2023, 1, 9, tzinfo=UTC)
    incident = reports.reported(noticed_at=then, occurred_at=then)
    asked = ReferForm(about=incident).fields["subject"].queryset
    assert set(asked) & {councillor, left, officer, deputy} == {councillor, left}

    involve(incident=incident, person=deputy, part="subject", by=officer)

    assert deputy in ReferForm(about=incident).fields["subject"].queryset
    assert left not in ReferForm(about=reports.reported()).fields["subject"].queryset
    assert left not in ReferForm(about=councillor).fields["subject"].queryset


def test_the_officers_read_when_it_was_handed_over_and_who_it_is_about_does_not(
    client, refer, officer, incident
):
    other = reports.handler()
    refer(subject=other)
    where = reverse("breaches:refer_incident", args=[incident.reference])

    for person, reads in [(officer, True), (reports.handler(), True), (other, False)]:
        client.force_login(person)
        assert ("Conduct side handed over" in client.get(incident.get_absolute_url()).text) is reads
        assert ("Handed over at" in client.get(where).text) is reads


def test_the_list_says_from_which_report_each_came(client, refer, chief, incident, councillor):
    refer()
    refer(about=councillor)
    client.force_login(chief)

    assert incident.reference in client.get("/referrals/").text
