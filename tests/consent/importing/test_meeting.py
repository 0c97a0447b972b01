"""A file against what is noted: it adds what is newer, weakens nothing, and brings nobody back."""

import datetime as dt

import pytest

from consent.adding.actions import forget_person
from consent.importing import showing
from consent.models import (
    Channel,
    Constituent,
    ContactPermission,
    PermissionStatus,
    Source,
    StopLink,
)
from consent.permitting.actions import decline, mark_wrong_person, record_test, withdraw
from consent.stopping.actions import make_link
from councilgov.days import today
from tests import given
from tests.consent import leavers, people
from tests.consent.importing import files

S = PermissionStatus
SAM = {"full_name": "Sam Sorrel", "handle": "07700 900982"}
LATELY = {"answered_on": "23/11/2026"}
ASKED = {**files.ASKED, "answered_on": "2/11/2026"}


@pytest.fixture
def sam(me):
    return people.person(councillor=me, full_name="Sam Sorrel")


@pytest.fixture
def way(sam):
    return people.granted(sam, handle=SAM["handle"], on=dt.date(2026, 11, 3))


def outcome(me, **cells):
    (verdict,) = files.judged(me, files.row(**cells))
    return verdict.outcome


def ended(row):
    """The same, as of 10 November."""
    row.ended_at = dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC)
    return row.keep(by=row.councillor, why="Test")


# What is there already


def test_what_is_noted_already_is_unchanged(me, way):
    assert outcome(me) == "unchanged"
    assert outcome(me, full_name="sam  SORREL", handle="+44 7700 900982") == "unchanged"


def test_the_same_file_twice_changes_nothing_more(me):
    rows = [
        files.row(**files.CHECKED, is_preferred="yes"),
        files.row(**ASKED | {"channel": "Signal"}),
        files.row(**ASKED | {"channel": "iMessage", "answer": "no"}),
        files.row(
            channel="email", handle="sam@sorrel.example", ended="withdrawn", ended_on="3/11/2026"
        ),
    ]
    files.noted(me, *rows)

    assert [verdict.outcome for verdict in files.judged(me, *rows)] == ["unchanged"] * 4


def test_another_way_of_somebody_who_is_noted_is_theirs(me, sam):
    found = files.noted(me, files.row(), files.row(channel="Signal"))

    assert {way.constituent for way in found} == {sam}


def test_somebody_in_another_capacity_is_another_row(me, sam):
    (found,) = files.noted(me, files.row(capacity="council"))

    assert found.constituent != sam


def test_a_later_check_a_later_contact_and_what_they_like_are_added(me, sam, way):
    liked = people.reached(sam, handle="01632 960001")
    liked.is_preferred = True
    liked.keep(by=me, why="Test")

    (found,) = files.noted(
        me, files.row(**files.CHECKED, last_contact_on="10/11/2026", is_preferred="yes")
    )

    assert (found.pk, found.status, found.is_preferred) == (way.pk, S.VERIFIED, True)
    assert (found.verified_on, found.stale_on) == (dt.date(2026, 11, 4), dt.date(2027, 5, 10))
    assert found.source == Source.WROTE_FIRST
    liked.refresh_from_db()
    assert not liked.is_preferred
    assert found.history.first().history_change_reason == "Import"


def test_a_test_message_on_its_way_is_over_by_a_later_check(me, way):
    record_test(permission=way, by=me)

    (found,) = files.noted(me, files.row(**files.CHECKED))

    assert (found.status, found.test_word) == (S.VERIFIED, "")


def test_a_check_counts_for_the_contacts_that_were_logged_before(me, way):
    logged = people.contacted(way, happened_on=dt.date(2026, 11, 10))
    assert people.flags(logged) == ["was_unchecked"]

    (found,) = files.noted(me, files.row(**files.CHECKED))

    logged.refresh_from_db()
    assert people.flags(logged) == []
    assert logged.history.first().history_change_reason == "Counted anew"
    assert (found.last_contact_on, found.stale_on) == (dt.date(2026, 11, 10), dt.date(2027, 5, 10))


def test_a_link_that_went_to_somebody_else_is_dead(me, way):
    link = make_link(permission=way, by=me)

    files.noted(me, files.row(ended="Somebody else’s", ended_on="20/11/2026"))

    assert not StopLink.objects.filter(pk=link.pk).exists()


@pytest.mark.parametrize(
    "cells",
    [
        {"answered_on": "1/10/2026", **files.CHECKED | {"verified_on": "2/10/2026"}},
        {"answered_on": "1/10/2026", "last_contact_on": "2/10/2026"},
    ],
    ids=["a check", "a contact"],
)
def test_what_was_before_they_agreed_shows_nothing_of_it(me, way, cells):
    kit = files.row(full_name="Kit Yarrow", channel="Signal")

    file = files.applied(me, files.row(**cells), kit)

    assert (file.status, file.created, file.unchanged) == ("applied", 1, 1)
    way.refresh_from_db()
    assert (way.status, way.last_contact_on) == (S.GRANTED, None)


def test_a_contact_in_a_way_that_needs_no_permission_counts_also_from_before(me, sam):
    phone = people.reached(sam, handle=SAM["handle"], on=dt.date(2026, 11, 3))

    files.noted(me, files.row(channel="Telephone", source="", last_contact_on="2/11/2026"))

    phone.refresh_from_db()
    assert phone.last_contact_on == dt.date(2026, 11, 2)


def test_an_older_check_changes_nothing(me, way):
    people.checked(way)

    assert outcome(me, **files.CHECKED) == "unchanged"


def test_the_answer_to_a_question_is_added(me, sam):
    asked = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 11, 1))

    (found,) = files.noted(me, files.row(**ASKED))

    assert (found.pk, found.status, found.answered_on) == (
        asked.pk,
        S.GRANTED,
        dt.date(2026, 11, 2),
    )


@pytest.mark.parametrize(
    "cells",
    [{"answer": "", "answered_on": ""}, {"asked_on": "1/10/2026", "answered_on": "2/10/2026"}],
    ids=["no answer", "to an older question"],
)
def test_a_question_without_a_newer_answer_stays_one(me, sam, cells):
    people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 11, 1))

    assert outcome(me, **ASKED | cells) == "unchanged"


@pytest.mark.parametrize("is_late", [False, True])
def test_a_no_is_the_answer_to_a_question_as_well(me, sam, is_late):
    asked = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 11, 1))
    if is_late:
        asked.move(S.NO_REPLY, by=None, why="Test")

    file = files.applied(me, files.row(**ASKED | {"answer": "no"}))

    assert (file.status, file.updated) == ("applied", 1)
    asked.refresh_from_db()
    assert (asked.status, asked.said_no_on) == (S.REFUSED, dt.date(2026, 11, 2))


def test_a_no_is_not_said_before_the_question(me, sam):
    asked = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 11, 1))
    said = ASKED | {"asked_on": "1/10/2026", "answered_on": "2/10/2026", "answer": "no"}

    assert outcome(me, **said) == "unchanged"
    files.noted(me, files.row(**said, ended="They said no", ended_on="3/11/2026"))

    asked.refresh_from_db()
    assert (asked.status, asked.answered_on) == (S.REFUSED, dt.date(2026, 11, 1))


def test_what_they_took_back_since_is_over(me, way):
    (found,) = files.noted(me, files.row(ended="withdrawn", ended_on="20/11/2026"))

    assert (found.pk, found.status, found.ended_on) == (way.pk, S.WITHDRAWN, dt.date(2026, 11, 20))


def test_a_no_after_a_yes_takes_it_back(me, way):
    no = ASKED | {"asked_on": "10/11/2026", "answered_on": "11/11/2026", "answer": "no"}

    (found,) = files.noted(me, files.row(**no))

    assert found.status == S.WITHDRAWN


def test_what_ended_before_it_was_agreed_anew_changes_nothing(me, way):
    older = {"answered_on": "1/10/2026", "ended": "withdrawn", "ended_on": "2/10/2026"}

    assert outcome(me, **older) == "unchanged"


# Nobody who said no is brought back


@pytest.mark.parametrize("source", ["They asked you to use it", "They wrote first"])
def test_an_older_file_brings_nothing_back_that_was_taken_back(me, way, source):
    withdraw(permission=way, by=me)

    ((column, told),) = files.faults(me, files.row(source=source))

    assert column == "ended"
    assert "23 November 2026" in told


def test_who_asked_for_it_after_their_no_is_heard(me, way):
    ended(withdraw(permission=way, by=me))

    (found,) = files.noted(me, files.row(source="They asked", **LATELY))

    assert (found.pk, found.status, found.source) == (way.pk, S.GRANTED, Source.THEY_ASKED)
    assert (found.ended_at, found.answered_on) == (None, dt.date(2026, 11, 23))


def test_who_was_asked_again_within_a_year_is_not(me, way):
    ended(withdraw(permission=way, by=me))
    again = ASKED | {"asked_on": "20/11/2026", "answered_on": "21/11/2026"}

    ((column, told),) = files.faults(me, files.row(**again))

    assert (column, "Do not ask again before 10 November 2027" in told) == ("source", True)


def test_a_no_stays_a_no(me, way):
    withdraw(permission=way, by=me)

    assert outcome(me, **ASKED | {"answer": "no"}) == "unchanged"


def test_who_said_no_and_was_deleted_is_not_brought_back(me, sam, way):
    withdraw(permission=way, by=me)
    forget_person(person=sam, by=me)
    asked = ASKED | {"asked_on": "23/11/2026", "answered_on": "23/11/2026"}

    assert [column for column, _told in files.faults(me, files.row())] == ["source"]
    ((_column, told),) = files.faults(me, files.row(**asked))
    assert "Do not ask again before 23 November 2027" in told
    assert files.faults(me, files.row(channel="Signal", source="They asked")) == []
    over = files.row(ended="withdrawn", ended_on="23/11/2026")
    assert files.faults(me, over) == []


def test_who_was_deleted_and_asks_for_it_themselves_later_is_heard(me, sam, way):
    ended(withdraw(permission=way, by=me))
    forget_person(person=sam, by=me)

    assert files.faults(me, files.row(source="They asked", **LATELY)) == []


def test_a_number_that_is_not_theirs_comes_back_only_by_what_they_showed_since(me, way):
    ended(mark_wrong_person(permission=way, by=me))

    ((_column, told),) = files.faults(me, files.row())
    assert "10 November 2026" in told
    assert outcome(me, ended="Somebody else’s", ended_on="10/11/2026") == "unchanged"

    assert [column for column, _told in files.faults(me, files.row(**LATELY))] == ["handle"]
    shown = files.CHECKED | {"verified_on": "23/11/2026"}
    (again,) = files.noted(me, files.row(**LATELY | shown))
    assert again.pk != way.pk


def test_what_the_councillor_uses_no_more_stays_so_until_it_is_agreed_anew(me, sam, way):
    people.checked(people.reached(sam, handle="01632 960001"))
    ended(decline(permission=way, by=me))

    assert outcome(me) == "unchanged"
    (found,) = files.noted(me, files.row(**LATELY))
    assert (found.pk, found.status) == (way.pk, S.GRANTED)


def test_a_no_counts_also_where_another_way_is_used(me, sam, way):
    people.checked(people.reached(sam, handle="01632 960001"))
    ended(decline(permission=way, by=me))

    (found,) = files.noted(me, files.row(ended="withdrawn", ended_on="20/11/2026"))

    assert found.status == S.WITHDRAWN


def test_the_late_answer_to_a_question_counts(me, sam):
    asked = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 9, 1))
    asked.move(S.NO_REPLY, by=None, why="Test")
    old = ASKED | {"asked_on": "1/9/2026"}

    assert outcome(me, **old | {"answer": "", "answered_on": ""}) == "unchanged"
    (found,) = files.noted(me, files.row(**old, **files.CHECKED))
    assert (found.pk, found.status) == (asked.pk, S.VERIFIED)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"asked_on": "1/5/2026", "answer": ""}, "unchanged"),
        ({"asked_on": "1/9/2026", "answer": ""}, "unchanged"),
        ({"asked_on": "2/9/2026", "answer": ""}, "update"),
        ({"asked_on": "1/5/2026", "answered_on": "31/8/2026"}, "unchanged"),
        ({"asked_on": "1/5/2026", "answered_on": "1/9/2026"}, "update"),
    ],
)
def test_a_question_without_reply_makes_way_only_for_what_came_after(me, sam, cells, expected):
    asked = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 9, 1))
    asked.move(S.NO_REPLY, by=None, why="Test")
    answered_on = {"answered_on": cells.get("answered_on", "")}

    assert outcome(me, **files.ASKED | cells | answered_on) == expected


def test_nor_for_a_question_that_came_too_soon_after_a_no(me, sam):
    asked = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 9, 1))
    asked.move(S.NO_REPLY, by=None, why="Test")
    withdraw(permission=people.granted(sam, handle="07700 900983"), by=me)
    again = files.ASKED | {"asked_on": "2/11/2026", "answer": "", "answered_on": ""}

    ((column, told),) = files.faults(me, files.row(**again))

    assert "Do not ask again before 23 November 2027" in told
    late = ASKED | {"asked_on": "1/9/2026", "answered_on": "2/9/2026"}
    assert (column, outcome(me, **late)) == ("source", "update")


# Whom a councillor before them handed on


@pytest.mark.parametrize(
    ("channel", "handle", "expected"),
    [
        ("Telephone", "01632 960017", "create"),
        ("Email", "sam@sorrel.example", "create"),
        ("WhatsApp", "07700 900982", "refused"),
    ],
)
def test_that_they_agreed_to_be_handed_on_is_not_known_by_a_file(me, channel, handle, expected):
    told = files.row(channel=channel, handle=handle, source=str(Source.HANDED_ON.label))

    file = files.applied(me, told, files.row(full_name="Kit", channel="Signal"))

    assert (file.status, file.created) == ("applied", 2 if expected == "create" else 1)
    found = ContactPermission.objects.filter(source=Source.HANDED_ON)
    assert [way.needs_verification for way in found] == ([True] if expected == "create" else [])


def test_nor_where_they_are_noted_otherwise(me, sam):
    row = people.asked(sam, handle=SAM["handle"], asked_on=dt.date(2026, 11, 1))

    ((column, _told),) = files.faults(me, files.row(source=str(Source.HANDED_ON.label)))

    row.refresh_from_db()
    assert (column, row.status) == ("source", S.ASKED)


# Who is who


def test_two_people_of_one_name_are_told_apart_by_their_numbers(me):
    one, other = files.noted(
        me, files.row(person_number="1"), files.row(person_number="2", handle="07700 900983")
    )

    assert one.constituent != other.constituent
    again = files.judged(
        me, files.row(person_number="1"), files.row(person_number="2", handle="07700 900983")
    )
    assert [verdict.outcome for verdict in again] == ["unchanged", "unchanged"]


def test_of_two_people_of_one_name_it_is_not_guessed_who_is_meant(me, sam, way):
    twin = people.person(councillor=me, full_name="Sam Sorrel")

    ((column, told),) = files.faults(me, files.row(handle="07700 900984"))
    assert (column, "Add this on their page" in told) == ("full_name", True)
    assert outcome(me) == "unchanged"
    assert not twin.permissions.exists()


def test_two_rows_of_the_same_way_are_both_refused(me):
    found = files.faults(me, files.row(), files.row(handle="+447700900982"))

    assert [told[:5] for _column, told in found] == ["Row 3", "Row 2"]


def test_they_like_one_way_best(me):
    found = files.faults(
        me, files.row(is_preferred="yes"), files.row(channel="Signal", is_preferred="yes")
    )

    assert [column for column, _told in found] == ["is_preferred", "is_preferred"]


def test_two_rows_say_the_same_of_one_person(me):
    told = files.faults(
        me, files.row(advocate="Their son"), files.row(channel="Signal", advocate="Their niece")
    )

    assert told == [
        ("at_request_of", "Row 2 says otherwise of the same person: write the same in both.")
    ]


def whose(verdict):
    return [change.after for change in verdict.changes if change.label == "Person"]


def test_whether_somebody_is_new_is_shown(me, sam):
    known, new = files.judged(me, files.row(), files.row(full_name="Kit Yarrow"))

    assert (whose(known), whose(new)) == (["Somebody you have already"], ["New"])


def test_who_was_added_after_the_check_does_not_get_the_number_of_a_namesake(me):
    file = files.checked(me, files.row())
    people.reached(people.person(councillor=me, full_name="Sam Sorrel"))

    file = files.applied_now(file, me)

    assert (file.created, file.refused, file.otherwise) == (0, 1, 1)


def test_nor_does_who_came_in_the_place_of_somebody_else(me, sam):
    file = files.checked(me, files.row())
    sam.full_name = "Sam Yarrow"
    sam.keep(by=me, why="Test")
    people.person(councillor=me, full_name="Sam Sorrel")

    file = files.applied_now(file, me)

    assert (file.created, file.refused, file.otherwise) == (0, 1, 1)


# A number that two have


def test_somebody_who_is_reached_there_too_is_shown(me, way):
    (verdict,) = files.judged(me, files.row(full_name="Kit Yarrow"))

    assert ("Reached there too", "", "Sam Sorrel") in verdict.changes


def test_two_who_were_checked_to_be_there_need_a_reason(me, way):
    people.checked(way)
    kit = {"full_name": "Kit Yarrow", **files.CHECKED}

    ((column, told),) = files.faults(me, files.row(**kit))
    assert (column, told.startswith("Sam Sorrel was checked")) == ("shared_why", True)
    assert files.faults(me, files.row(**kit, shared_why="A couple")) == []
    assert files.faults(me, files.row(capacity="council", **files.CHECKED)) == []


def test_so_do_two_of_the_same_file(me):
    sam, kit = files.row(**files.CHECKED), files.row(full_name="Kit Yarrow", **files.CHECKED)

    assert [column for column, _told in files.faults(me, sam, kit)] == ["shared_why"] * 2
    assert files.faults(me, sam, kit | {"shared_why": "A couple"}) == []


def test_nothing_is_said_of_who_else_had_a_number_that_is_over(me, way):
    over = files.row(full_name="Kit Yarrow", ended="withdrawn", ended_on="20/11/2026")

    (verdict,) = files.judged(me, over)

    assert all(change.label != "Reached there too" for change in verdict.changes)


# Whose


def test_another_councillors_people_are_not_looked_at(me):
    other = people.person(full_name="Sam Sorrel")
    people.verified(other, handle=SAM["handle"])

    (way,) = files.noted(me, files.row(**files.CHECKED))

    assert way.constituent.councillor == me
    assert ContactPermission.objects.filter(councillor=other.councillor).count() == 1
    assert Constituent.objects.count() == 2


def test_what_would_follow_is_said_beforehand(me):
    file = files.checked(
        me, files.row(), files.row(channel="phone"), files.row(full_name="Kit", channel="Signal")
    )

    assert file.consequences == [
        "2 people are new.",
        "2 ways are to be checked before you use them: nothing shows that they are still theirs.",
    ]
    assert Channel.objects.get(name="Signal").needs_verification
    assert today() == dt.date(2026, 11, 23)


def test_ten_times_the_rows_take_no_more_queries(me, django_assert_num_queries):
    def rows(first, number):
        return [
            files.row(full_name=f"Sam {n}", handle=f"07700 90{n:04}") for n in range(first, number)
        ]

    for first, number in ((0, 10), (10, 110)):
        with django_assert_num_queries(6):
            files.judged(me, *rows(first, number))
        with django_assert_num_queries(17):
            files.noted(me, *rows(first, number))
        with django_assert_num_queries(13):
            files.noted(me, *(row | files.CHECKED for row in rows(first, number)))


def test_who_said_no_under_another_entry_is_not_asked_again_by_a_file(me, way):
    withdraw(permission=way, by=me)

    (verdict,) = files.judged(me, files.row(**ASKED | {"full_name": "Sammy Sorrel"}))

    assert verdict.outcome == "refused"
    assert "Do not ask again before" in str(verdict)


def test_a_no_of_an_earlier_term_still_counts_and_its_people_are_nobodys(me):
    met = people.person(councillor=me, capacity="council", full_name="Sam Sorrel")
    withdraw(permission=people.granted(met, handle=SAM["handle"]), by=me)
    people.granted(met, handle=SAM["handle"], channel=people.channel("Signal"))
    leavers.leaves(me)
    list(leavers.sweep_each(leavers.OVER))
    with leavers.on("2026-12-10"):
        given.term(me, starts_on=dt.date(2026, 12, 9))
        leavers.sweep_leavers()
        back = leavers.fresh(me)
        again = ASKED | {"asked_on": "9/12/2026", "answered_on": "9/12/2026"}

        ((_column, told),) = files.faults(back, files.row(full_name="Kit", **again))
        (new,) = files.noted(back, files.row(capacity="council", channel="Signal"))

    assert "Do not ask again before 23 November 2027" in told
    assert new.constituent != met
    assert met.permissions.filter(channel=new.channel).count() == 1


def test_who_was_reached_there_in_an_earlier_term_stands_in_nobodys_way(me):
    people.verified(
        people.person(councillor=me, capacity="council", full_name="Sam Sorrel"),
        handle=SAM["handle"],
    )
    leavers.leaves(me)
    list(leavers.sweep_each(leavers.OVER))
    with leavers.on("2026-12-10"):
        given.term(me, starts_on=dt.date(2026, 12, 9))
        leavers.sweep_leavers()

        (verdict,) = files.judged(
            leavers.fresh(me), files.row(full_name="Kit Yarrow", **files.CHECKED)
        )

    assert verdict.outcome == "create"
    assert all("Sam Sorrel" not in change for change in verdict.changes)


def test_a_label_is_looked_up_once_for_all_rows_that_stand_alike(me, monkeypatch):
    asked: list[object] = []

    def standing(way):
        asked.append(way)
        return way.status, ""

    def in_words(value):
        asked.append(value)
        return str(value)

    monkeypatch.setattr(showing, "standing", standing)
    monkeypatch.setattr(showing, "in_words", in_words)
    rows = [files.row(full_name=f"Sam {n}", handle=f"07700 90{n:04}") for n in range(100)]

    verdicts = files.judged(me, *rows)

    assert len(verdicts) == 100
    assert [one for one in asked if not isinstance(one, str)] == [
        dt.date(2026, 11, 3),
        verdicts[0].plan.way,
    ]
