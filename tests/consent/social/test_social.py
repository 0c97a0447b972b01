"""A councillor's own accounts, log and looks before a call: theirs alone, and only if they want."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.urls import reverse

from consent.calling import actions as calling
from consent.models import Ground, Look, Measure, Moderation, SocialAccount, VideoCheck
from consent.social import actions
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.people.models import Council
from councilgov.records import Refused
from tests import given

ACCOUNT = {"platform": "Facebook", "handle": "@AlderTown", "capacity": Capacity.WARD}
QUERIES = 11


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        mine, other = given.councillor(), given.councillor()
        return mine, noted(other), given.officer(Role.MONITORING_OFFICER)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def others(made_once):
    return SocialAccount.objects.get(pk=made_once[1].pk)


@pytest.fixture
def browser(client, councillor):
    client.force_login(councillor)
    return client


def noted(by, **fields):
    return actions.keep_account(**ACCOUNT | {"capacity": Capacity.COUNCIL, "by": by} | fields)


def logged(account, **fields):
    about = {"on": today(), "what": Measure.BLOCK, "ground": Ground.ABUSE, "who": "@loudly"}
    return actions.log_moderation(**{"account": account, "by": account.councillor} | about | fields)


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def test_an_account_is_noted_in_one_page_with_what_would_make_it_safer(browser, councillor):
    shown = browser.post(page("add_account"), {**ACCOUNT, "is_public": "on"}, follow=True).text

    row = councillor.social_accounts.get()
    assert (str(row), row.capacity) == ("Facebook: AlderTown", Capacity.WARD)
    assert "Turn on two-step sign-in" in shown
    assert "may not be those of the council" in shown


def test_what_the_council_provided_is_official_whatever_is_ticked(councillor):
    row = noted(councillor, capacity=Capacity.WARD, is_provided=True)

    assert row.capacity == Capacity.COUNCIL


def test_what_is_done_is_no_longer_advised(councillor):
    row = noted(councillor, has_disclaimer=True, has_two_step=True, recovery="my council email")

    assert row.advice == []


def test_an_account_of_the_party_is_never_kept(browser, councillor):
    with pytest.raises(Refused, match="nothing about party work"):
        noted(councillor, capacity=Capacity.POLITICAL)

    browser.post(page("add_account"), ACCOUNT | {"capacity": "political"})

    assert not councillor.social_accounts.exists()


def test_the_same_account_is_noted_once(councillor):
    noted(councillor)

    with pytest.raises(Refused, match="noted this account already"):
        noted(councillor, platform="FACEBOOK", handle="aldertown")


def test_an_account_is_corrected(browser, councillor):
    row = noted(councillor)
    assert "AlderTown" in browser.get(row.get_absolute_url()).text

    browser.post(row.get_absolute_url(), ACCOUNT | {"has_two_step": "on"})

    row.refresh_from_db()
    assert row.has_two_step


def test_an_account_goes_with_its_log_and_all_history(browser, councillor):
    row = noted(councillor)
    entry = logged(row)

    browser.post(page("remove_account", row.pk), {"csrf": "x"})

    assert not SocialAccount.history.filter(id=row.pk).exists()
    assert not Moderation.history.filter(id=entry.pk).exists()


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ("is_provided = true, capacity = 'ward'", "the_councils_is_official"),
        ("capacity = 'political'", "never_of_party_work"),
        ("platform = ''", "is_somewhere"),
    ],
)
def test_the_database_refuses_an_account_that_cannot_be(councillor, columns, constraint):
    row = noted(councillor)

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE consent_socialaccount SET {columns} WHERE id = {row.pk}")  # noqa: S608


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ("review_on = NULL", "shut_out_is_reviewed"),
        ("who = ''", "shut_out_is_somebody"),
        ("what = 'hide', ended_on = now()", "only_who_is_out_is_let_in"),
        ("what = 'fly'", "what_known"),
        ("known_on = '2027-01-01'", "known_before_it_is_down"),
        ("what = 'nothing_yet'", "what_is_left_is_known"),
        ("ground = 'whim'", "ground_known"),
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be(councillor, columns, constraint):
    row = logged(noted(councillor))

    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE consent_moderation SET {columns} WHERE id = {row.pk}")  # noqa: S608


def sent(account, **otherwise):
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    return {"account": account.pk, "what": "hide", "ground": "spam"} | day | otherwise


def test_what_was_taken_down_is_logged_in_one_page(browser, councillor):
    account = noted(councillor)

    shown = browser.post(page("log_moderation"), sent(account), follow=True).text

    row = account.moderations.get()
    assert (row.what, row.review_on) == (Measure.HIDE, None)
    assert "It was spam" in shown


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("known_on", "The day you learned of it must be a real date"),
        ("on", "The day you took it down must be a real date"),
        ("review_on", "The day to look at it again must be a real date"),
    ],
)
def test_each_of_three_days_is_called_by_its_name(browser, councillor, name, told):
    wrong = {f"{name}_day": "31", f"{name}_month": "2", f"{name}_year": "2026"}

    assert told in browser.post(page("log_moderation"), sent(noted(councillor), **wrong)).text
    assert not councillor.social_accounts.get().moderations.exists()


def test_to_remove_disagreement_is_warned_of_and_logged_all_the_same(browser, councillor):
    account = noted(councillor)
    about = sent(account, ground="disagreement")

    assert "accused of censorship" in browser.post(page("log_moderation"), about).text
    assert not account.moderations.exists()

    browser.post(page("log_moderation"), about | {"is_sure": "on"})

    row = account.moderations.get()
    assert row.ground == Ground.DISAGREEMENT
    assert "may be called censorship" in browser.get(row.get_absolute_url()).text


@pytest.mark.parametrize("what", [Measure.BAN, Measure.BLOCK])
def test_who_is_shut_out_is_looked_at_again_after_six_months(councillor, what):
    row = logged(noted(councillor), what=what, on=date(2026, 8, 31))

    assert row.review_on == date(2027, 2, 28)
    assert row.who == "loudly"
    assert row.standing(date(2027, 2, 27), Council.objects.the()) == ("Offer another way", "yellow")
    assert row.standing(date(2027, 2, 28), Council.objects.the()) == ("Look at it again", "orange")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"who": " "}, "user name of whoever"),
        ({"on": date(2026, 11, 24)}, "today or in the past"),
        ({"review_on": date(2026, 11, 23)}, "must be after"),
    ],
)
def test_what_cannot_be_is_refused_in_words(councillor, fields, told):
    with pytest.raises(Refused, match=told):
        logged(noted(councillor), **fields)


def still_there(councillor, **fields):
    """A libel that somebody posted, of which they know since 23 November 2026."""
    known = {"what": Measure.NOTHING_YET, "on": None, "known_on": date(2026, 11, 23), "who": ""}
    return logged(noted(councillor), **{"ground": Ground.DEFAMATORY} | known | fields)


def test_what_is_still_there_is_to_go_in_the_days_that_the_council_sets(councillor):
    row, council = still_there(councillor), Council.objects.the()

    assert row.until(council) == date(2026, 11, 25)
    assert row.standing(date(2026, 11, 25), council) == ("Take it down", "orange")
    assert row.standing(date(2026, 11, 26), council) == ("Overdue", "red")
    council.take_down_days = 1
    assert row.standing(date(2026, 11, 25), council) == ("Overdue", "red")


def test_the_page_says_when_it_is_over_and_takes_note_that_it_is_gone(browser, councillor):
    row = still_there(councillor)
    address = row.get_absolute_url()
    assert "Take it down by the end of 25 November 2026" in browser.get(address).text

    with time_machine.travel("2026-11-26 10:00Z"):
        browser.force_login(councillor)
        assert "That is over. Take it down now." in browser.get(address).text
        assert "Overdue" in browser.get(page("moderations")).text
        shown = browser.post(address, {"step": "take_down"}, follow=True).text

    row.refresh_from_db()
    assert (row.what, row.on) == (Measure.DELETE, date(2026, 11, 26))
    assert "Later than 25 November 2026" in shown
    with pytest.raises(Refused, match="taken down already"):
        actions.take_down(moderation=row, by=councillor)


def test_what_went_in_time_is_not_called_late(browser, councillor):
    row = actions.take_down(moderation=still_there(councillor), by=councillor)

    assert row.standing(today(), Council.objects.the()) == ("Done", "grey")
    assert "Later than" not in browser.get(row.get_absolute_url()).text


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"known_on": None}, "day on which you learned of it"),
        ({"known_on": date(2026, 11, 24)}, "today or in the past"),
        ({"known_on": date(1890, 1, 1)}, "in 1970 or later"),
        ({"what": Measure.HIDE}, "day on which you did it"),
        ({"what": Measure.HIDE, "on": date(2026, 11, 22)}, "cannot be after the day"),
        ({"ground": Ground.DISAGREEMENT}, "Nobody has to take down what disagrees"),
    ],
)
def test_what_is_still_there_is_known_since_a_day(councillor, fields, told):
    with pytest.raises(Refused, match=told):
        still_there(councillor, **fields)


def test_somebody_is_named_in_a_ward_record_on_accepted_terms_alone(councillor):
    account = noted(councillor, capacity=Capacity.WARD)

    with pytest.raises(Refused, match="accept the terms"):
        logged(account)
    assert logged(account, what=Measure.HIDE, who="").pk


def test_somebody_is_let_in_again_once(browser, councillor):
    row = logged(noted(councillor), other_way="my council email")
    assert row.standing(today(), Council.objects.the()) == ("In force", "blue")

    browser.post(row.get_absolute_url(), {"step": "let_in"})
    again = browser.post(row.get_absolute_url(), {"step": "keep_out"})

    row.refresh_from_db()
    assert row.standing(today(), Council.objects.the()) == ("Ended", "grey")
    assert again.status_code == 409


def test_what_stays_is_looked_at_in_another_six_months(browser, councillor):
    row = logged(noted(councillor), on=date(2026, 1, 1))

    browser.post(row.get_absolute_url(), {"step": "keep_out"})

    row.refresh_from_db()
    assert row.review_on == date(2027, 5, 23)


def test_an_entry_is_deleted_with_its_history(browser, councillor):
    row = logged(noted(councillor))

    browser.post(row.get_absolute_url(), {"step": "remove"})

    assert not Moderation.history.filter(id=row.pk).exists()
    assert browser.post(row.get_absolute_url(), {"step": "fly"}).status_code == 404


def test_no_other_step_is_taken(browser, councillor):
    row = logged(noted(councillor))

    assert browser.post(row.get_absolute_url(), {"step": "fly"}).status_code == 404


def test_the_number_of_queries_of_the_log_does_not_grow(
    browser, councillor, django_assert_num_queries
):
    account = noted(councillor)
    logged(account)
    with django_assert_num_queries(QUERIES):
        browser.get(page("moderations"))
    for _n in range(3):
        logged(account)

    with django_assert_num_queries(QUERIES):
        shown = browser.get(page("moderations")).text
    assert "4 entries" in shown


@pytest.mark.parametrize("name", ["social_account", "remove_account"])
def test_nobody_opens_anothers_account(browser, others, name):
    assert browser.get(page(name, others.pk)).status_code == 404
    assert browser.post(page(name, others.pk), ACCOUNT).status_code == 404


def test_nobody_opens_or_chooses_what_is_anothers(browser, councillor, others):
    entry = logged(others)

    assert browser.get(page("moderation", entry.pk)).status_code == 404
    assert browser.post(page("moderation", entry.pk), {"step": "remove"}).status_code == 404
    browser.post(page("log_moderation"), sent(others, who="unseen"))
    assert not Moderation.objects.filter(who="unseen").exists()
    with pytest.raises(Refused, match="Only the councillor whose account"):
        logged(others, by=councillor)
    for name in ("social_accounts", "moderations", "log_moderation"):
        assert "AlderTown" not in browser.get(page(name)).text


@pytest.mark.parametrize(
    "name", ["social_accounts", "add_account", "moderations", "log_moderation", "before_calling"]
)
def test_for_an_officer_none_of_it_is_there(client, made_once, others, name):
    client.force_login(made_once[2])

    assert client.get(page(name)).status_code == 404
    assert client.get(others.get_absolute_url()).status_code == 404
    assert not SocialAccount.objects.visible_to(made_once[2]).exists()
    assert not Moderation.objects.visible_to(made_once[2]).exists()
    assert not VideoCheck.objects.visible_to(made_once[2]).exists()


def test_an_officer_keeps_none(made_once):
    with pytest.raises(Refused, match="Only a councillor in office"):
        noted(made_once[2])
    with pytest.raises(Refused, match="Only a councillor in office"):
        calling.keep_check(looks=[], by=made_once[2])


def test_a_look_round_is_kept_only_if_they_want(browser, councillor):
    done = {"looks": [look.value for look in Look]}

    assert "All done" in browser.post(page("before_calling"), done).text
    assert not councillor.video_checks.exists()

    browser.post(page("before_calling"), done | {"is_kept": "on"})

    row = councillor.video_checks.get()
    assert (row.on, row.left) == (today(), [])


def test_what_is_left_is_said_and_a_look_that_was_not_whole_is_kept_as_it_was(browser, councillor):
    sent = {"looks": ["private"], "is_kept": "on"}

    shown = browser.post(page("before_calling"), sent).text

    assert "Do this before you talk about anything private" in shown
    assert "AI notes are off" in shown
    assert "23 November 2026: not all ticked" in shown
    assert councillor.video_checks.get().looks == ["private"]


def test_a_look_round_that_is_sent_twice_is_kept_once(browser, councillor):
    for looks in (["private"], ["private"], ["private", "home"]):
        browser.post(page("before_calling"), {"looks": looks, "is_kept": "on"})

    assert councillor.video_checks.count() == 2


def test_what_was_kept_is_deleted_by_a_button(browser, councillor):
    calling.keep_check(looks=["home"], by=councillor)

    browser.post(page("before_calling"), {"forget": "1"})

    assert not councillor.video_checks.exists()
    assert not VideoCheck.history.filter(councillor=councillor).exists()


def test_the_database_knows_the_looks(councillor):
    row = calling.keep_check(looks=["home"], by=councillor)

    with pytest.raises(IntegrityError, match="looks_known"), connection.cursor() as cursor:
        cursor.execute("UPDATE consent_videocheck SET looks = '{fly}' WHERE id = %s", [row.pk])
