"""The people whom a breach concerns are told, and whom a councillor knows stays theirs."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from breaches.deciding.actions import decide_people
from breaches.facts import timeline
from breaches.models import Assessment, IncidentStep, Letter, Recipient, Way, way_of
from breaches.notifying.actions import authorise
from breaches.telling import actions, wording
from breaches.triaging.actions import involve
from consent.erasing.actions import erase_people
from consent.leaving.actions import accept
from consent.leaving.carrying import sweep_leavers
from consent.models import Constituent, ContactPermission
from consent.receipting.copies import copy_of
from councilgov.ledger.models import Entry, EntryName
from councilgov.notices.models import Notice
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from tests import given
from tests.breaches import letters, reports
from tests.consent import leavers, people

MINUTE = timedelta(minutes=1)
NOW = timezone.now()


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        decider, officer = reports.decider(), reports.handler()
        return reports.to_tell(reports.confirmed(), by=decider), decider, officer

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def decider(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


@pytest.fixture
def theirs():
    """The part of a councillor who tells people of their own ward."""
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)
    return reports.to_tell(row, by=councillor)


def contact(row, channel="WhatsApp", **details):
    person = people.person(councillor=row.councillor, **details)
    return people.verified(person, channel=people.channel(channel), handle=people.phone())


def known(row, **details):
    way = contact(row, **details)
    (one,) = actions.add_contacts(assessment=row, ways=[way], by=row.councillor)
    return one


# The letter


def test_the_letter_is_worded_and_worded_again(assessment, officer):
    letters.worded(assessment, by=officer)
    letter = letters.worded(assessment, by=officer, advice="Change your lock.")

    assert (letter.advice, letter.worded_by) == ("Change your lock.", officer)
    assert [title for title, _words in wording.parts_of(letter)][:5] == [
        "What happened",
        "What may come of it",
        "What we do about it",
        "What you can do",
        "Whom you can ask",
    ]
    assert Council.objects.the().regulator_name in wording.parts_of(letter)[-1][1]


@pytest.mark.parametrize("part", letters.WORDS)
def test_the_letter_says_all_that_the_law_asks_for(assessment, officer, part):
    with pytest.raises(Refused) as refused:
        letters.worded(assessment, by=officer, **{part: " "})

    assert refused.value.field == part


@pytest.mark.parametrize("part", letters.WORDS)
def test_the_database_wants_every_part_of_the_letter(assessment, officer, part):
    letter = letters.worded(assessment, by=officer)
    setattr(letter, part, "")

    with pytest.raises(IntegrityError, match=f"breaches_letter_has_{part}"):
        models.Model.save(letter)


def test_it_is_composed_from_the_report(assessment, officer):
    letters.answered(assessment, "taken", by=officer, words="It was recalled.")
    letters.answered(assessment, "planned", by=officer, words="A new check.")

    draft = wording.draft_of(assessment)

    assert draft["happened"] == ""
    assert draft["measures"] == "It was recalled.\nA new check."
    assert "999" in draft["advice"]


def test_a_name_in_the_letter_is_warned_of(assessment, officer):
    assert wording.names_of(letters.worded(assessment, by=officer)) == []
    letter = letters.worded(assessment, by=officer, happened="Mrs Ashby of AB1 2CD wrote to us.")

    assert "Mrs Ashby" in wording.names_of(letter)


def test_what_an_officer_wrote_for_the_regulator_stands_in_the_letter(assessment, officer):
    letters.answered(assessment, "what", by=officer, words="A list went to a stranger.")

    assert wording.draft_of(assessment)["happened"] == "A list went to a stranger."


def test_a_letter_that_may_name_somebody_is_kept_once_that_is_ticked(assessment, officer):
    client = Client()
    client.force_login(officer)
    page = reverse("breaches:word_letter", args=[assessment.incident.reference, assessment.pk])
    words = letters.WORDS | {"happened": "Mrs Ashby of AB1 2CD wrote to us."}

    asked = client.post(page, words).text

    assert "The letter may name somebody else: Mrs Ashby" in asked
    assert not Letter.objects.exists()
    client.post(page, words | {"is_checked": "on"})
    assert Letter.objects.get().happened == words["happened"]
    assert "is_checked" not in client.get(page).text


@pytest.mark.parametrize("how", ["letter", "email", "phone", "message"])
def test_who_is_written_to_or_rung_has_an_address_or_a_number(assessment, officer, how):
    with pytest.raises(Refused, match=r"^Enter t") as refused:
        letters.added(assessment, by=officer, how=how, where=" ")

    assert refused.value.field == "where"
    assert letters.added(assessment, by=officer, how="in_person", where="").where == ""


@pytest.mark.parametrize("decided", ["undecided", "not_required"])
def test_before_it_is_decided_nobody_is_put_on_the_list(decider, officer, decided):
    row = reports.confirmed()
    if decided == "not_required":
        row = reports.spared(row, by=decider)

    with pytest.raises(Refused, match="not decided that the people are told"):
        letters.added(row, by=officer)
    with pytest.raises(Refused, match="not decided that the people are told"):
        letters.worded(row, by=officer)


# The list


def test_somebody_is_added_by_name_once(assessment, officer):
    one = letters.added(assessment, by=officer, full_name="  Ash   Marsh ")

    assert (one.name, one.reached) == ("Ash Marsh", "Letter: 1 Elm Lane\nAB1 2CD")
    with pytest.raises(Refused, match="on the list already"):
        letters.added(assessment, by=officer)
    with pytest.raises(Refused, match="Enter their name"):
        letters.added(assessment, by=officer, full_name=" ")


def test_no_evidence_and_no_notice_names_who_is_told(assessment, officer):
    letters.told(letters.added(assessment, by=officer), by=officer)

    entries = Entry.objects.filter(kind__in=["breaches.recipient_added", "breaches.person_told"])
    assert entries.count() == 2
    assert "Marsh" not in str([*Entry.objects.values_list("facts"), *Notice.objects.values()])
    assert "Marsh" not in str(list(assessment.incident.events.values_list("words")))


def test_a_councillor_adds_people_whom_they_are_in_touch_with(theirs):
    way = contact(theirs, full_name="Rowan Vale")

    (one,) = actions.add_contacts(assessment=theirs, ways=[way], by=theirs.councillor)
    again = actions.add_contacts(assessment=theirs, ways=[way], by=theirs.councillor)

    assert (one.name, one.way, again) == ("Rowan Vale", "message", [])
    assert one.reached == f"WhatsApp: {way.handle}"


def test_nobody_adds_the_people_of_another(theirs, officer, assessment):
    other = people.verified()

    with pytest.raises(Refused, match="not one of yours"):
        actions.add_contacts(assessment=theirs, ways=[other], by=theirs.councillor)
    authorised = authorise(assessment=theirs, by=theirs.councillor)
    for row in (authorised, assessment):
        with pytest.raises(Refused, match="Only the councillor knows"):
            actions.add_contacts(assessment=row, ways=[other], by=officer)


def test_an_officer_sees_how_many_there_are_and_not_who(theirs, officer):
    mine = known(theirs)
    typed = letters.added(theirs, by=theirs.councillor)
    row = authorise(assessment=theirs, by=theirs.councillor)
    helped = letters.added(row, by=officer, full_name="Elm Moor")

    seen = Recipient.objects.visible_to(officer, row)
    all_of_them = Recipient.objects.visible_to(theirs.councillor, row)

    assert list(seen) == [helped]
    assert list(all_of_them) == [mine, typed, helped]
    with pytest.raises(Refused, match="on the list of the councillor"):
        letters.told(mine, by=officer)


@pytest.mark.parametrize(
    ("channel", "way"),
    [
        ("Letter", Way.LETTER),
        ("Email", Way.EMAIL),
        ("Telephone", Way.PHONE),
        ("WhatsApp", Way.MESSAGE),
        ("Skype", Way.MESSAGE),
    ],
)
def test_only_by_letter_email_and_telephone_is_it_said_in_full(channel, way):
    assert way_of(ContactPermission(channel=people.channel(channel))) == way


def test_a_message_asks_them_to_ring_and_says_nothing_else(theirs, assessment, officer):
    mine = wording.call_me(theirs, theirs.councillor)
    ours = wording.call_me(assessment, officer)

    assert "call me on" in mine
    assert "Councillor" in mine
    assert officer.full_name in ours
    assert Council.objects.the().information_team_phone in ours
    for word in ("breach", "data", "information about"):
        assert word not in mine + ours


def test_a_number_that_was_not_checked_for_long_warns_and_stops_nothing(theirs):
    one = known(theirs)
    assert not one.is_stale
    with time_machine.travel("2027-08-23 10:00Z"):
        one = Recipient.objects.get(pk=one.pk)
        assert one.is_stale

        assert letters.told(one, by=theirs.councillor, told_how="phone").told_at
    fact = json.loads(Entry.objects.get(kind="breaches.person_told").facts)
    assert fact["was_stale"]


# Telling


def test_somebody_is_told_once_with_when_and_how(assessment, officer):
    one = letters.told(letters.added(assessment, by=officer), by=officer)

    assert (one.told_how, one.told_by, one.is_settled) == ("letter", officer, True)
    with pytest.raises(Refused, match="recorded already"):
        letters.told(one, by=officer)
    with pytest.raises(Refused, match="recorded already"):
        actions.spare(recipient=one, reason="Moved.", by=officer)


@pytest.mark.parametrize("how", ["message", "pigeon"])
def test_a_message_tells_nobody_anything(assessment, officer, how):
    with pytest.raises(Refused, match="how they learnt of it"):
        letters.told(letters.added(assessment, by=officer), by=officer, told_how=how)


@pytest.mark.parametrize(("hours", "says"), [(1, "in the past"), (-2, "before it was noticed")])
def test_an_impossible_moment_is_refused(assessment, officer, hours, says):
    one = letters.added(assessment, by=officer)
    moment = timezone.now() + timedelta(hours=hours)

    with pytest.raises(Refused, match=says):
        actions.mark_told(recipient=one, told_how="letter", told_at=moment, by=officer)


def test_who_is_not_told_is_left_out_for_a_reason(assessment, officer):
    one = letters.added(assessment, by=officer)
    with pytest.raises(Refused, match="Say why"):
        actions.spare(recipient=one, reason=" ", by=officer)

    spared = actions.spare(recipient=one, reason="They died.", by=officer)

    assert (spared.spared_because, spared.is_settled) == ("They died.", True)


def test_who_has_a_part_in_it_tells_nobody(assessment, officer):
    one = letters.added(assessment, by=officer)
    involve(incident=assessment.incident, person=officer, part="subject", by=reports.handler())

    with pytest.raises(Refused, match="no part in it"):
        letters.told(one, by=officer)


def test_all_are_told_once_nobody_is_left(assessment, officer):
    with pytest.raises(Refused, match="Nobody is on the list"):
        actions.finish_telling(assessment=assessment, by=officer)
    first, second = (letters.added(assessment, by=officer, full_name=name) for name in "AB")
    letters.told(first, by=officer)
    with pytest.raises(Refused, match="still to be told"):
        actions.finish_telling(assessment=assessment, by=officer)
    actions.spare(recipient=second, reason="They died.", by=officer)

    row = actions.finish_telling(assessment=assessment, by=officer)

    assert row.people == "sent"
    event = assessment.incident.events.get(what=IncidentStep.PEOPLE_TOLD)
    assert event.words == "The council. 1 told, 1 not told for a reason"
    facts = json.loads(Entry.objects.get(kind="breaches.people_told").facts)
    assert (facts["told"], facts["not_told"]) == (1, 1)
    with pytest.raises(Refused, match="it stands at"):
        actions.finish_telling(assessment=row, by=officer)


def test_it_is_not_closed_while_somebody_found_later_is_not_told(assessment, officer):
    letters.told(letters.added(assessment, by=officer), by=officer)
    letters.sent(assessment, by=officer, stage="final")
    row = actions.finish_telling(assessment=assessment, by=officer)
    reports.contained(row.incident, by=officer)
    late = letters.added(row, by=officer, full_name="Elm Moor")

    with pytest.raises(Refused, match="not everybody on the list"):
        reports.closed(row.incident, by=officer)
    letters.told(late, by=officer)

    assert reports.closed(row.incident, by=officer).status == "closed"


def test_a_list_that_is_needed_no_more_holds_nothing_up_and_can_be_read(
    assessment, decider, officer, client
):
    letters.sent(assessment, by=officer, stage="final")
    letters.added(assessment, by=officer)
    reports.spared_people(assessment, by=decider)
    reports.contained(assessment.incident, by=officer)
    client.force_login(officer)
    place = f"{assessment.incident.get_absolute_url()}{assessment.pk}/letters/"

    assert place in client.get(assessment.get_absolute_url()).text
    page = client.get(place).text
    assert "It was decided that the people are not told" in page
    assert "Ash Marsh" in page
    assert "To tell" not in page
    assert reports.closed(assessment.incident, by=officer).status == "closed"


# In public


def out_of_proportion(row, *, by):
    """To tell each of them would be out of proportion, so it is made public."""
    return decide_people(
        assessment=row,
        is_required=False,
        exemption="effort",
        reason="10,000 people, and no addresses.",
        by=by,
    )


@pytest.fixture
def in_public(assessment, decider):
    return out_of_proportion(assessment, by=decider)


def publish(row, by, **details):
    usual = {"text": "Something went wrong.", "place": "https://barset.example/notice"}
    moment = {"published_at": timezone.now() - MINUTE}
    return actions.publish(assessment=row, by=by, **usual | moment | details)


def test_what_is_out_of_proportion_is_made_public_before_it_is_closed(in_public, officer):
    letters.sent(in_public, by=officer, stage="final")
    reports.contained(in_public.incident, by=officer)
    with pytest.raises(Refused, match="made public"):
        reports.closed(in_public.incident, by=officer)

    notice = publish(in_public, officer)

    assert str(notice) == "https://barset.example/notice"
    assert in_public.incident.events.filter(what=IncidentStep.PUBLIC).count() == 1
    assert reports.closed(in_public.incident, by=officer).status == "closed"


def test_it_is_made_public_once_and_not_ahead(in_public, officer):
    with pytest.raises(Refused, match="in the past"):
        publish(in_public, officer, published_at=timezone.now() + MINUTE)
    for part in ("text", "place"):
        with pytest.raises(Refused, match="Say why"):
            publish(in_public, officer, **{part: " "})
    publish(in_public, officer)

    with pytest.raises(Refused, match="recorded already"):
        publish(in_public, officer)


def test_a_notice_stands_in_for_letters_only_where_that_was_decided(assessment, officer):
    with pytest.raises(Refused, match="Decide first that it is made public"):
        publish(assessment, officer)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("has_text", {"text": ""}),
        ("has_place", {"place": ""}),
        ("published_before_entered", {"published_at": timezone.now() + timedelta(days=900)}),
    ],
)
def test_the_database_says_no_to_a_notice(in_public, officer, constraint, values):
    notice = publish(in_public, officer)
    for name, value in values.items():
        setattr(notice, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_publicnotice_{constraint}"):
        models.Model.save(notice)


# Erasure


def test_name_and_address_are_erased_and_that_they_were_told_stays(assessment, officer):
    one = letters.added(assessment, by=officer)
    with pytest.raises(Refused, match="still to be told"):
        actions.forget(recipient=one, by=officer)
    letters.told(one, by=officer)

    one = actions.forget(recipient=one, by=officer)

    assert (one.name, one.told_how, one.told_by) == ("Erased", "letter", officer)
    assert "Marsh" not in str(list(Recipient.history.values()))
    assert "Elm Lane" not in str(list(Recipient.history.values()))


def said_why():
    """The reasons that stand beside the evidence."""
    reasons = EntryName.objects.filter(field="because", name__contains="died")
    return set(reasons.values_list("name", flat=True))


def test_why_somebody_was_left_out_is_erased_too(assessment, officer):
    one = letters.added(assessment, by=officer)
    other = letters.added(assessment, by=officer, full_name="Rowan Fell")
    for row in (one, other):
        actions.spare(recipient=row, reason=f"{row.name} died.", by=officer)

    actions.forget(recipient=one, by=officer)

    assert "Marsh" not in str(list(Recipient.history.values()))
    assert said_why() == {"Rowan Fell died."}


def contact_erased(one):
    """Whoever it is that is erased; the row as it is then."""
    person = one.permission.constituent
    assert "To be told of a breach" in copy_of(person)
    assert erase_people(people=[person.pk]) == 1
    return Recipient.objects.with_row().get(pk=one.pk)


def test_who_is_still_to_be_told_stays_on_the_list_when_their_contact_goes(theirs, client):
    one = known(theirs)
    name, where = one.name, one.permission.handle

    one = contact_erased(one)

    assert (one.name, one.where, one.permission) == (name, where, None)
    assert Recipient.objects.to_tell().filter(assessment=theirs).count() == 1
    client.force_login(theirs.councillor)
    page = reverse("breaches:people_to_tell", args=[theirs.incident.reference, theirs.pk])
    assert "stand here until they are told" in client.get(page).content.decode()


@pytest.mark.parametrize("settle", ["told", "spared"])
def test_once_that_is_done_nobody_knows_who_it_was(theirs, settle):
    one = contact_erased(known(theirs, full_name="Sam Sorrel"))

    if settle == "told":
        letters.told(one, by=theirs.councillor)
    else:
        actions.spare(recipient=one, reason="Sam Sorrel died.", by=theirs.councillor)

    one.refresh_from_db()
    assert (one.name, one.where, one.copied_at) == ("Erased", "", None)
    assert "Sorrel" not in str(list(Recipient.history.values()))
    assert one.is_settled


def leave(row):
    """The councillor's term ends, and their records go."""
    term = row.councillor.terms.get()
    end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)
    row.refresh_from_db()


def test_who_helps_a_councillor_that_has_left_tells_whom_they_could_not_tell(theirs, officer):
    authorise(assessment=theirs, by=theirs.councillor)
    one = contact_erased(known(theirs))
    typed = letters.added(theirs, by=theirs.councillor)
    kept = known(theirs)
    theirs.refresh_from_db()
    assert not Recipient.objects.visible_to(officer, theirs).exists()

    leave(theirs)

    ours = Recipient.objects.visible_to(officer, theirs)
    assert set(ours) == {one, typed}
    assert kept not in ours
    letters.told(one, by=officer)
    actions.spare(recipient=typed, reason="They moved.", by=officer)
    assert not Recipient.objects.visible_to(officer, theirs).exists()
    assert Recipient.objects.told().get(assessment=theirs).name == "Erased"


def test_of_one_who_let_nobody_act_for_them_nobody_else_sees_them(theirs, officer):
    contact_erased(known(theirs))
    leave(theirs)

    assert not Recipient.objects.visible_to(officer, theirs).exists()


def test_of_who_was_told_stays_that_they_were_when_their_contact_goes(theirs):
    one = known(theirs, full_name="Sam Sorrel")
    letters.told(one, by=theirs.councillor)

    one = contact_erased(one)

    assert (one.name, one.told_by) == ("Erased", theirs.councillor)
    assert Recipient.objects.told().filter(assessment=theirs).count() == 1
    assert "Sorrel" not in str(list(Recipient.history.values()))


def test_why_somebody_was_left_out_goes_with_their_contact(theirs):
    one = known(theirs, full_name="Sam Sorrel")
    actions.spare(recipient=one, reason="Sam Sorrel died.", by=theirs.councillor)

    one = contact_erased(one)

    assert said_why() == set()
    assert one.spared_because == "Erased"
    assert "Sorrel" not in str(list(Recipient.history.values()))


def test_nobody_is_kept_who_is_not_to_be_told_any_more(theirs):
    one = known(theirs, full_name="Sam Sorrel")
    reports.spared_people(theirs, by=theirs.councillor)

    assert contact_erased(one).name == "Erased"


def test_whose_contact_is_gone_stays_known_to_the_councillor_alone(theirs, officer):
    one = contact_erased(known(theirs))
    authorise(assessment=theirs, by=theirs.councillor)

    assert one not in Recipient.objects.visible_to(officer, theirs)
    assert one in Recipient.objects.visible_to(theirs.councillor, theirs)


def test_who_is_handed_on_is_still_to_be_told_by_whose_breach_it_was():
    given.council()
    leaver = given.councillor()
    heir = leavers.successor(leaver)
    row = reports.to_tell(reports.of_councillor(leaver, reporter=leaver), by=leaver)
    one = known(row, full_name="Sam Sorrel")
    leavers.leaves(leaver)
    sweep_leavers()
    leavers.offering(one.permission.constituent, heir)
    accept(leaving=leavers.the(leaver), by=heir)

    list(leavers.sweep_each(leavers.OVER))

    one = Recipient.objects.with_row().get(pk=one.pk)
    assert (one.name, one.permission) == ("Sam Sorrel", None)
    assert one in Recipient.objects.visible_to(leaver, row).to_tell()
    assert Constituent.objects.get(full_name="Sam Sorrel").councillor == heir


def test_many_contacts_go_in_as_many_statements_as_one(theirs):
    def statements(rows):
        keys = [one.permission.constituent_id for one in rows]
        with CaptureQueriesContext(connection) as found:
            erase_people(people=keys)
        return len(found)

    assert statements([known(theirs)]) == statements([known(theirs) for _n in range(5)])


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("way_known", {"way": "pigeon"}),
        ("typed_or_a_contact", {"full_name": ""}),
        ("told_at_together", {"told_by": None}),
        ("told_somehow", {"told_how": "message"}),
        ("spared_with_reason", {"spared_because": "Moved."}),
        ("copied_by_name", {"copied_at": timezone.now(), "full_name": "", "forgotten_at": NOW}),
        ("told_or_spared", {"spared_because": "Moved.", "spared_at": timezone.now()}),
    ],
)
def test_the_database_says_no_to_a_recipient(assessment, officer, constraint, values):
    one = letters.told(letters.added(assessment, by=officer), by=officer)
    for name, value in values.items():
        setattr(one, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_recipient_{constraint}"):
        models.Model.save(one)


def test_one_way_is_on_the_list_once(theirs):
    one = known(theirs)
    one.pk = None

    with pytest.raises(IntegrityError, match="breaches_recipient_each_way_once"):
        models.Model.save(one)


def test_that_each_was_told_stands_in_the_log_of_the_councillor_alone(theirs, officer):
    letters.told(known(theirs), by=theirs.councillor)
    actions.finish_telling(assessment=theirs, by=theirs.councillor)

    assert_theirs_alone(theirs, IncidentStep.PEOPLE_TOLD, officer)


def test_that_it_was_made_public_stands_in_the_log_of_the_councillor_alone(officer):
    councillor = given.councillor()
    row = out_of_proportion(reports.of_councillor(councillor, reporter=councillor), by=councillor)
    publish(row, councillor)

    assert_theirs_alone(row, IncidentStep.PUBLIC, officer)


def assert_theirs_alone(row, step, officer):
    def told(person):
        return {event.what for event in timeline(row.incident, person)}

    assert str(step.label) in told(row.councillor)
    assert str(step.label) not in told(officer)
