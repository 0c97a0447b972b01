"""A councillor may be exempt from signing until a day, and may sign all the same."""

from copy import deepcopy
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.campaigns.actions import end_exemptions
from policies.exempting import actions
from policies.models import Acknowledgement, AcknowledgementStatus, Exemption, PolicyVersion
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers
from tests import given

UNTIL = date(2027, 1, 15)


def begin():
    given.council()
    councillor = given.councillor()
    return councillor, given.officer(Role.MONITORING_OFFICER), given.published()


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def councillor(world):
    return world[0]


@pytest.fixture
def monitoring(world):
    return world[1]


@pytest.fixture
def version(world):
    return world[2]


@pytest.fixture
def exempt(version, councillor, monitoring):
    return given.exemption(version, councillor, until=UNTIL, by=monitoring)


@pytest.fixture
def officer(client, monitoring):
    client.force_login(monitoring)
    return client


@pytest.fixture
def mine(client, councillor):
    client.force_login(councillor)
    return client


def asked(version):
    return Acknowledgement.objects.get(version=version)


def ends(exemption, by, reason="They are well again."):
    return actions.end_exemption(exemption=exemption, reason=reason, by=by)


def extends(exemption, by, until, reason="Still ill"):
    return actions.extend_exemption(exemption=exemption, until=until, reason=reason, by=by)


# Granting


def test_an_exemption_keeps_who_granted_it_until_when_and_why(exempt, version, monitoring):
    assert asked(version).status == AcknowledgementStatus.EXEMPT
    assert (exempt.until, exempt.reason, exempt.granted_by) == (UNTIL, "Illness", monitoring)
    entry = Entry.objects.get(kind="policies.exempted")
    assert entry.details["until"] == "2027-01-15"
    assert "Illness" not in entry.facts


def test_who_is_exempt_is_not_asked_and_never_overdue(exempt, version):
    assert not Acknowledgement.objects.to_sign(timezone.now()).exists()
    assert not asked(version).is_overdue(date(2030, 1, 1))
    assert signatures.ask(version=version, by=None) == 0


def test_several_policies_at_once_make_one_mail(version, councillor, monitoring):
    other = given.published()

    actions.grant_exemptions(
        councillor=councillor,
        requests=Acknowledgement.objects.all(),
        until=UNTIL,
        reason="Illness",
        by=monitoring,
    )

    assert Exemption.objects.in_effect().count() == 2
    mail = part_of(Notice.objects.get(kind="exemption_granted", to=councillor))
    assert version.policy.title in mail.body
    assert other.policy.title in mail.body
    assert "until 15 January 2027" in mail.body
    assert "Illness" not in mail.body


def test_only_ones_own_requests_are_exempted(version, councillor, monitoring):
    given.councillor()
    given.ask_everybody(version)

    actions.grant_exemptions(
        councillor=councillor,
        requests=version.acknowledgements.all(),
        until=UNTIL,
        reason="Illness",
        by=monitoring,
    )

    assert Exemption.objects.get().acknowledgement.councillor == councillor


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2026, 11, 22), "today or in the future"),
        (date(2027, 11, 24), "must be 23 November 2027 or earlier"),
    ],
)
def test_an_exemption_ends_within_a_year(version, councillor, monitoring, until, told):
    with pytest.raises(Refused, match=told) as refused:
        given.exemption(version, councillor, until=until, by=monitoring)

    assert refused.value.field == "until"
    assert asked(version).is_due


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2027, 11, 23)])
def test_today_and_a_year_from_now_are_days_for_it(version, councillor, monitoring, until):
    assert given.exemption(version, councillor, until=until, by=monitoring).until == until


def test_an_exemption_has_a_reason(version, councillor, monitoring):
    with pytest.raises(Refused, match="Enter the reason"):
        given.exemption(version, councillor, reason="  ", by=monitoring)


def test_nobody_exempts_themselves(version, councillor):
    with pytest.raises(Refused, match="Nobody exempts themselves"):
        given.exemption(version, councillor, by=councillor)


def test_something_must_be_exempted(councillor, monitoring):
    with pytest.raises(Refused, match="Select at least one"):
        actions.grant_exemptions(
            councillor=councillor, requests=[], until=UNTIL, reason="Illness", by=monitoring
        )


@pytest.mark.parametrize("did", ["sign", "decline"])
def test_what_was_answered_is_not_exempted(version, councillor, monitoring, did):
    if did == "sign":
        given.signature(version, councillor)
    else:
        signatures.decline(version=version, by=councillor, reason="Not yet")

    with pytest.raises(Refused, match="not to be signed any more"):
        given.exemption(version, councillor, by=monitoring)


def test_an_exemption_is_granted_once(exempt, version, councillor, monitoring):
    with pytest.raises(Refused, match="not to be signed any more"):
        given.exemption(version, councillor, by=monitoring)

    assert Exemption.objects.count() == 1


# Signing all the same


def test_who_is_exempt_may_sign_and_that_ends_it(exempt, version, councillor):
    given.signature(version, councillor)

    assert asked(version).is_signed
    exempt.refresh_from_db()
    assert exempt.ended_at is not None
    assert exempt.history.first().history_change_reason == "Signed"


def test_who_is_exempt_has_nothing_to_decline(exempt, version, councillor):
    with pytest.raises(Refused, match="You are exempt for now, so there is nothing to decline"):
        signatures.decline(version=version, by=councillor, reason="No")


def test_who_is_exempt_may_sign_on_paper_and_that_ends_it(exempt, version, councillor):
    given.recorded(version, councillor)

    exempt.refresh_from_db()
    assert exempt.ended_at is not None


def test_their_pages_say_until_when(exempt, version, mine):
    sign = reverse("policies:sign_policy", args=[version.policy.slug])

    assert "You are exempt until 15 January 2027" in mine.get(reverse("home")).text
    assert "You are exempt until 15 January 2027" in mine.get(version.get_absolute_url()).text
    assert "You are exempt for now" in mine.get(reverse("policies:policies")).text
    page = mine.get(sign).text
    assert "You are exempt until 15 January 2027" in page
    assert "decline to sign" not in page


def test_who_is_exempt_from_a_coming_version_finds_it_to_sign(version, councillor, monitoring):
    given.signature(version, councillor)
    later = publishing.publish(
        version=given.approved(policy=version.policy, major=2),
        by=given.officer(Role.MEMBERS_SERVICES),
        effective_on=date(2027, 1, 4),
    )
    given.exemption(later, councillor, by=monitoring)

    seen = PolicyVersion.objects.filter(policy=version.policy)
    assert seen.first_to_read(councillor) == later


# Extending and ending


def test_an_exemption_is_extended(exempt, monitoring, councillor):
    extends(exempt, monitoring, date(2027, 3, 1))

    exempt.refresh_from_db()
    assert (str(exempt.until), exempt.reason) == ("2027-03-01", "Still ill")
    assert Entry.objects.get(kind="policies.exemption_extended").details["until"] == "2027-03-01"
    mails = Notice.objects.filter(kind="exemption_granted", to=councillor)
    assert mails.count() == 2
    assert "until 1 March 2027" in part_of(mails.latest("pk")).body


@pytest.mark.parametrize("until", [UNTIL, date(2027, 1, 14)])
def test_an_exemption_is_extended_to_a_later_day(exempt, monitoring, until):
    with pytest.raises(Refused, match="must be later than 15 January 2027"):
        extends(exempt, monitoring, until)


def test_an_exemption_ended_early_gives_fresh_days(exempt, version, monitoring, councillor):
    assert str(asked(version).due_on) == "2026-12-21"
    with time_machine.travel("2026-12-01 10:00Z"):
        ends(exempt, monitoring)

        row = asked(version)
    assert row.status == AcknowledgementStatus.REQUIRED
    # twenty working days after the first of December, without Christmas and Boxing Day
    assert (str(row.asked_on), str(row.due_on)) == ("2026-12-01", "2026-12-31")
    exempt.refresh_from_db()
    assert (exempt.ended_by, exempt.end_reason) == (monitoring, "They are well again.")
    mail = part_of(Notice.objects.get(kind="exemption_ended", to=councillor))
    assert "sign it by 31 December 2026" in mail.body
    assert "well again" not in mail.body


def requests_to(councillor):
    kinds = ["policy_to_sign", "exemption_ended"]
    return Notice.objects.filter(kind__in=kinds, to=councillor).order_by("pk")


@pytest.mark.parametrize("how", ["by an officer", "by itself"])
def test_that_an_exemption_is_over_is_told_once(exempt, version, councillor, monitoring, how):
    with time_machine.travel("2027-01-16 10:00Z", tick=False):
        if how == "by itself":
            end_exemptions()
        else:
            ends(exempt, monitoring)
        ask_newcomers()

        first, again = requests_to(councillor)
        body = part_of(again).body
        assert unwanted(again) == ""
    assert (first.kind, again.kind) == ("policy_to_sign", "exemption_ended")
    assert "You were exempt" in body
    assert "That has ended. Please read it and sign it by 12 February 2027." in body


def test_who_comes_back_after_an_exemption_that_lapsed_is_asked_as_ever(
    exempt, version, councillor
):
    (term,) = councillor.terms.all()
    people.end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)
    ask_newcomers()
    with time_machine.travel("2027-02-01 10:00Z", tick=False):
        given.term(councillor, starts_on=date(2027, 2, 1))
        ask_newcomers()

        assert [one.kind for one in requests_to(councillor)] == ["policy_to_sign"] * 2
        assert "You were exempt" not in part_of(requests_to(councillor)[1]).body


def test_whose_version_was_replaced_meanwhile_is_asked_once_for_the_new_one(
    exempt, version, councillor, monitoring
):
    with time_machine.travel("2027-01-04 10:00Z", tick=False):
        given.publish(given.approved(policy=version.policy, major=1, minor=1))
        ask_newcomers()
        assert requests_to(councillor).count() == 1
    with time_machine.travel("2027-01-16 10:00Z", tick=False):
        end_exemptions()
        ask_newcomers()

        _first, again = requests_to(councillor)
        body = part_of(again).body
    assert f"You were exempt from signing {version.policy.title}, version 1.1." in body


def test_who_had_few_days_left_gets_five(version, councillor, monitoring):
    with time_machine.travel("2026-12-18 10:00Z"):
        exempt = given.exemption(version, councillor, by=monitoring)
    with time_machine.travel("2027-01-04 10:00Z"):
        ends(exempt, monitoring)

        assert str(asked(version).due_on) == "2027-01-11"


def test_an_exemption_ends_for_a_reason(exempt, monitoring):
    with pytest.raises(Refused, match="Enter the reason"):
        ends(exempt, monitoring, reason="")


def test_an_exemption_is_ended_once(exempt, monitoring):
    ends(exempt, monitoring)

    with pytest.raises(Refused, match="has ended already"):
        ends(exempt, monitoring)


def test_what_ended_by_signing_is_not_ended(exempt, version, councillor, monitoring):
    given.signature(version, councillor)

    with pytest.raises(Refused, match="has ended already"):
        ends(exempt, monitoring)


def test_what_ended_by_signing_is_not_extended(exempt, version, councillor, monitoring):
    given.signature(version, councillor)

    with pytest.raises(Refused, match="has ended already"):
        extends(exempt, monitoring, date(2027, 3, 1))


def test_the_sweep_ends_what_is_over_and_leaves_the_rest(exempt, version):
    with time_machine.travel("2027-01-15 10:00Z"):
        assert end_exemptions() == 0
    with time_machine.travel("2027-01-16 10:00Z"):
        assert end_exemptions() == 1
        assert end_exemptions() == 0

        assert asked(version).is_due


def test_after_it_is_over_another_one_may_be_granted(exempt, version, councillor, monitoring):
    ends(exempt, monitoring)

    given.exemption(version, councillor, by=monitoring)

    assert Exemption.objects.count() == 2
    assert Exemption.objects.in_effect().count() == 1


# The database

CHANGED = {
    "id": 1_000_000,
    "acknowledgement_id": 1_000_000,
    "granted_at": timezone.now(),
    "granted_by_id": 1_000_000,
}
LATER = {
    "until": date(2027, 2, 1),
    "reason": "Another",
    "ended_at": timezone.now(),
    "ended_by_id": 1_000_000,
    "end_reason": "Another",
}


def is_refused(row, **change):
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        models.QuerySet(Exemption).filter(pk=row.pk).update(**change)


def test_every_column_of_an_exemption_is_tried():
    assert {field.attname for field in Exemption._meta.concrete_fields} == {*CHANGED, *LATER}


@pytest.mark.parametrize("column", CHANGED)
def test_what_was_granted_stays(exempt, column):
    is_refused(exempt, **{column: CHANGED[column]})


@pytest.mark.parametrize("column", [*CHANGED, *LATER])
def test_an_exemption_that_ended_stays(exempt, monitoring, column):
    ends(exempt, monitoring)

    is_refused(exempt, **{column: (CHANGED | LATER)[column]})


@pytest.mark.parametrize("column", ["reason", "end_reason"])
def test_its_words_may_be_erased(exempt, monitoring, column):
    ends(exempt, monitoring)

    models.QuerySet(Exemption).filter(pk=exempt.pk).update(**{column: "(erased)"})

    assert getattr(Exemption.objects.get(), column) == "(erased)"


def test_an_exemption_is_not_deleted(exempt):
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        models.QuerySet(Exemption).filter(pk=exempt.pk)._raw_delete("default")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"end_reason": "Well"}, "reason_when_ended_by"),
        ({"reason": ""}, "has_a_reason"),
        ({}, "one_open"),
    ],
)
def test_the_database_refuses_an_exemption_that_is_not_whole(exempt, change, name):
    row = deepcopy(exempt)
    row.pk = None
    for column, value in change.items():
        setattr(row, column, value)

    with pytest.raises(IntegrityError, match=f"policies_exemption_{name}"):
        row.save()


def test_the_database_refuses_an_end_without_a_moment(exempt, monitoring):
    exempt.ended_by, exempt.end_reason = monitoring, "Well"

    with pytest.raises(IntegrityError, match="policies_exemption_dated_when_ended_by"):
        exempt.save()


# Pages


def test_the_officer_finds_the_page_on_that_of_the_person(officer, councillor):
    page = officer.get(reverse("accounts:person", args=[councillor.pk])).text

    assert reverse("policies:grant_exemptions", args=[councillor.pk]) in page


def test_an_exemption_is_granted_extended_and_ended_on_pages(officer, version, councillor):
    grant = reverse("policies:grant_exemptions", args=[councillor.pk])
    day = {"until_day": "15", "until_month": "1", "until_year": "2027"}
    officer.post(grant, {"requests": asked(version).pk, "reason": "Illness", **day})
    row = Exemption.objects.get()
    assert "Illness" in officer.get(reverse("policies:exemptions")).text

    extend = reverse("policies:extend_exemption", args=[row.pk])
    assert "until 15 January 2027" in officer.get(extend).text
    officer.post(extend, {"reason": "Still ill", **day, "until_month": "2"})
    row.refresh_from_db()
    assert str(row.until) == "2027-02-15"

    end = reverse("policies:end_exemption", args=[row.pk])
    assert councillor.full_name in officer.get(end).text
    officer.post(end, {"reason": "Well again"})
    assert asked(version).is_due
    assert "Nobody is exempt now" in officer.get(reverse("policies:exemptions")).text


def test_an_act_on_an_exemption_that_has_ended_is_refused_in_words(officer, exempt, monitoring):
    actions.end_exemption(exemption=exempt, reason="Well again", by=monitoring)

    for act in ("extend_exemption", "end_exemption"):
        page = officer.get(reverse(f"policies:{act}", args=[exempt.pk]))
        assert page.status_code == 409
        assert "This exemption has ended already" in page.text


def test_the_list_says_where_to_exempt_somebody(officer):
    page = officer.get(reverse("policies:exemptions")).text

    assert f'href="{reverse("accounts:people")}">everybody</a>' in page


def test_a_refusal_stands_at_its_box(officer, version, councillor):
    grant = reverse("policies:grant_exemptions", args=[councillor.pk])
    day = {"until_day": "15", "until_month": "1", "until_year": "2029"}

    page = officer.post(grant, {"requests": asked(version).pk, "reason": "Illness", **day}).text

    assert "an exemption lasts a year at most" in page
    assert "Illness" in page


def test_where_nothing_is_to_be_signed_the_page_says_so(officer, exempt, councillor):
    page = officer.get(reverse("policies:grant_exemptions", args=[councillor.pk])).text

    assert "nothing that they have still to sign" in page


def test_the_list_takes_as_many_queries_for_many_rows(
    officer, exempt, version, monitoring, django_assert_num_queries
):
    address = reverse("policies:exemptions")
    with django_assert_num_queries(10):
        officer.get(address)
    for _n in range(3):
        other = given.councillor()
        given.ask_everybody(version)
        given.exemption(version, other, by=monitoring)

    with django_assert_num_queries(10):
        officer.get(address)
