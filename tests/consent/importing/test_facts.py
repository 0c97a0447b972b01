"""What a row proves of one way to reach somebody: no more, and nothing that a page would refuse."""

import datetime as dt

import pytest

from consent.importing.columns import COLUMNS
from consent.models import Constituent, PermissionStatus, Purpose, Source
from councilgov.capacity import Capacity
from councilgov.days import today
from tests.consent import people
from tests.consent.importing import files

S = PermissionStatus
PHONE = {"channel": "phone", "source": "", "answered_on": "3/11/2026"}
ASKED = {**files.ASKED, "answered_on": "2/11/2026"}


def only(me, **cells):
    (way,) = files.noted(me, files.row(**cells))
    return way


# What comes in


def test_somebody_who_wrote_first_is_agreed_and_still_to_be_checked(me):
    way = only(me)

    assert (way.status, way.source) == (S.GRANTED, Source.WROTE_FIRST)
    assert (way.normal, way.answered_on) == ("+447700900982", dt.date(2026, 11, 3))
    assert not way.is_usable(today())
    person = way.constituent
    assert (person.full_name, person.capacity) == ("Sam Sorrel", Capacity.WARD)
    assert (person.councillor, way.councillor) == (me, me)


def test_what_comes_in_has_its_history(me):
    way = only(me)

    for row in (way, way.constituent):
        kept = row.history.get()
        assert (kept.history_user, kept.history_change_reason) == (me, "Import")


def test_a_question_has_its_words_and_its_answer(me):
    way = only(me, **ASKED, was_told_of_choice="Yes")

    assert (way.status, way.source, way.words) == (S.GRANTED, Source.ASKED, "May I text you?")
    assert (way.asked_on, way.asked_via.name) == (dt.date(2026, 11, 1), "Telephone")
    assert way.was_told_of_choice
    assert way.reply_until == dt.date(2026, 12, 1)


def test_who_was_asked_face_to_face_was_asked_by_no_channel(me):
    way = only(me, **ASKED | {"asked_via": ""})

    assert (way.status, way.asked_via) == (S.GRANTED, None)


@pytest.mark.parametrize(
    ("asked", "status"), [("1/11/2026", S.ASKED), ("1/9/2026", S.NO_REPLY)], ids=["lately", "long"]
)
def test_without_an_answer_there_is_no_permission(me, asked, status):
    way = only(me, **ASKED | {"asked_on": asked, "answer": "", "answered_on": ""})

    assert (way.status, way.answered_on) == (status, None)


def test_a_no_comes_in_as_a_no(me):
    way = only(me, **ASKED | {"answer": "No"})

    assert (way.status, way.ended_on) == (S.REFUSED, dt.date(2026, 11, 2))


def test_a_number_that_they_gave_is_for_what_needs_no_permission(me):
    way = only(me, **PHONE)

    assert (way.channel.name, way.source, way.status) == (
        "Telephone",
        Source.GAVE_DETAILS,
        S.GRANTED,
    )
    assert way.is_usable(today())


@pytest.mark.parametrize(
    ("checked", "last", "stale_on", "is_stale"),
    [
        ("4/11/2026", "", dt.date(2027, 5, 4), False),
        ("31/8/2025", "", dt.date(2026, 2, 28), True),
        ("31/8/2025", "20/11/2026", dt.date(2027, 5, 20), False),
    ],
    ids=["lately", "long ago", "in touch since"],
)
def test_what_was_checked_long_ago_comes_in_stale(me, checked, last, stale_on, is_stale):
    facts = files.CHECKED | {"verified_on": checked, "answered_on": "1/8/2025"}
    way = only(me, **facts, last_contact_on=last)

    assert (way.status, way.stale_on) == (S.VERIFIED, stale_on)
    assert way.is_stale(today()) == is_stale


@pytest.mark.parametrize(
    ("ended", "status"),
    [
        ("They said no", S.REFUSED),
        ("withdrawn", S.WITHDRAWN),
        ("You use another way", S.DECLINED),
        ("No longer their number or name", S.HANDLE_CHANGED),
        ("Somebody else’s", S.WRONG_PERSON),
    ],
)
def test_what_is_over_comes_in_as_over(me, ended, status):
    facts = ASKED | {"answer": ""} if status == S.REFUSED else {}
    way = only(me, **facts, ended=ended, ended_on="5/11/2026")

    assert (way.status, way.ended_on) == (status, dt.date(2026, 11, 5))


def test_what_is_over_may_be_of_a_channel_that_is_no_more(me):
    skype = {"channel": "Skype", "handle": "sam.sorrel"}

    assert only(me, **skype, ended="withdrawn", ended_on="5/11/2026").status == S.WITHDRAWN
    assert files.faults(me, files.row(**skype)) == [
        ("channel", "Nobody can be contacted by Skype. Choose another channel.")
    ]


def test_the_newsletter_is_a_permission_of_its_own(me):
    contact, news = files.noted(
        me, files.row(), files.row(purpose="newsletter", source="They asked you to use it")
    )

    assert (contact.purpose, news.purpose) == (Purpose.CONTACT, Purpose.NEWSLETTER)
    assert contact.constituent == news.constituent
    assert (contact.needs_verification, news.needs_verification) == (True, False)


def test_somebody_else_may_have_asked_for_them(me):
    way = only(me, at_request_of="cannot", advocate="Their daughter, with a power of attorney")

    assert way.constituent.at_request_of == "cannot"
    assert way.constituent.advocate.startswith("Their daughter")


# What does not


NEWS = {"purpose": "newsletter"}
REFUSED = {
    "a number is no permission": ({"source": ""}, "source", "is no permission to write to it"),
    "to write is no yes to news": (NEWS, "source", "is no yes to a newsletter"),
    "31 February": ({"answered_on": "31/2/2026"}, "answered_on", "There is no such day"),
    "a day to come": ({"answered_on": "24/11/2026"}, "answered_on", "today or in the past"),
    "no day": ({"answered_on": ""}, "answered_on", "Enter the day of their answer"),
    "no number": ({"handle": "ring me"}, "handle", "Enter a whole telephone number"),
    "an email as a number": ({"handle": "sam@sorrel.example"}, "handle", "telephone number"),
    "no email": ({"channel": "email", "handle": "07700 900982"}, "handle", "email address"),
    "an emoji": ({"channel": "Telegram", "handle": "🙂"}, "handle", "Enter the user name"),
    "cut short": ({"handle": "4.47701E+11"}, "handle", "cut this number short"),
    "a long name": ({"full_name": "x" * 300}, "full_name", "150 characters or less"),
    "no name": ({"full_name": ""}, "full_name", "It is empty"),
    "no capacity": ({"capacity": "mayor"}, "capacity", "Enter one of these"),
    "no channel": ({"channel": "Pigeon"}, "channel", "knows no channel of this name"),
    "public": ({"channel": "YouTube", "handle": "sam"}, "channel", "Nobody can be contacted"),
    "not asked when": (ASKED | {"asked_on": ""}, "asked_on", "on which you asked"),
    "asked there": (ASKED | {"asked_via": "WhatsApp"}, "asked_via", "Ask in another way first"),
    "asked by no channel": (ASKED | {"asked_via": "Pigeon"}, "asked_via", "knows no channel"),
    "not asked what": (ASKED | {"words": ""}, "words", "Enter what you asked"),
    "no answer": (ASKED | {"answer": ""}, "answer", "Enter what they answered"),
    "answered before": (ASKED | {"answered_on": "31/10/2026"}, "answered_on", "before you asked"),
    "a no to nothing": ({"answer": "no"}, "answer", "say that you asked them"),
    "yes and no": (
        ASKED | {"ended": "They said no", "ended_on": "3/11/2026"},
        "ended",
        "They said yes, or they said no",
    ),
    "checked by nobody": (files.CHECKED | {"who_answered": ""}, "who_answered", "or none of it"),
    "checked somehow": (files.CHECKED | {"verified_how": ""}, "verified_how", "or none of it"),
    "checked some day": (files.CHECKED | {"verified_on": ""}, "verified_on", "or none of it"),
    "checked before it was agreed": (
        files.CHECKED | {"verified_on": "1/11/2026"},
        "verified_on",
        "They agreed on 3 November 2026",
    ),
    "checked in the future": (
        files.CHECKED | {"verified_on": "1/1/2027"},
        "verified_on",
        "today or in the past",
    ),
    "checked before anybody was in office": (
        files.CHECKED | {"verified_on": "1/1/1890"},
        "verified_on",
        "the day must be in 1970 or later",
    ),
    "news that are checked": (
        files.CHECKED | NEWS | {"source": "they asked"},
        "verified_on",
        "Only a way to contact them is checked",
    ),
    "checked before a yes": (
        ASKED | files.CHECKED | {"answer": "", "answered_on": ""},
        "answer",
        "before they said yes",
    ),
    "ended without a day": ({"ended": "withdrawn"}, "ended_on", "day on which it ended"),
    "ended somehow": ({"ended_on": "5/11/2026"}, "ended", "Enter how it ended"),
    "ended before": (
        {"ended": "withdrawn", "ended_on": "1/11/2026"},
        "ended_on",
        "cannot have ended before it began",
    ),
    "in touch before a yes": (
        {"last_contact_on": "1/11/2026"},
        "last_contact_on",
        "had not agreed to it by that day",
    ),
    "likes what ended": (
        {"ended": "withdrawn", "ended_on": "5/11/2026", "is_preferred": "yes"},
        "is_preferred",
        "Only a way that they agreed to",
    ),
    "nobody speaks": ({"at_request_of": "harm"}, "advocate", "Enter who speaks for them"),
}


@pytest.mark.parametrize(("cells", "column", "told"), REFUSED.values(), ids=REFUSED)
def test_what_a_page_would_refuse_is_refused_at_its_cell(me, cells, column, told):
    found = files.faults(me, files.row(**cells))

    assert [name for name, _words in found] == [column]
    assert told in found[0][1]


def test_a_channel_that_the_council_does_not_allow_is_refused_with_its_reason(me):
    channel = people.channel("WhatsApp")
    channel.status, channel.why_not = "not_allowed", "It keeps no record."
    channel.keep(by=None, why="Test")

    ((column, told),) = files.faults(me, files.row())

    assert (column, "It keeps no record." in told) == ("channel", True)


@pytest.mark.parametrize("word", ["political", "For a political party or a campaign", " Party "])
@pytest.mark.parametrize("column", ["capacity", "who_answered"])
def test_a_row_of_party_work_is_refused_whatever_its_column_and_alone(me, word, column):
    verdicts = files.judged(me, files.row(**{column: word}), files.row(full_name="Kit Yarrow"))

    assert [verdict.outcome for verdict in verdicts] == ["refused", "create"]
    assert [fault.message for fault in verdicts[0].row.faults] == [
        "The portal keeps nothing about party work. This row was not kept."
    ]


def test_nobody_is_noted_of_whom_every_row_is_refused(me):
    files.applied(me, files.row(full_name="Kit Yarrow"), files.row(handle="ring me"))

    assert [str(person) for person in Constituent.objects.all()] == ["Kit Yarrow"]


def test_the_row_of_the_file_to_begin_with_can_be_brought_in(me):
    assert files.faults(me, {column.name: column.example for column in COLUMNS}) == []
