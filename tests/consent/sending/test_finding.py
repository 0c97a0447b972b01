"""What the rules find in a draft, and what they leave alone."""

import time

import pytest
from hypothesis import given as any_of
from hypothesis import settings as pace
from hypothesis import strategies as some

from consent.sending.finding import find, pieces, reasons
from consent.sending.kinds import WHY, Group, Kind, group_of
from consent.sending.words import WORDS

OFFICE = "council.gov.uk"
pytestmark = pytest.mark.no_database

DONT = (
    "Hello Jane Bloggs, its Councillor Smart. I spoke to the Licensing Officer about your alcohol "
    "license hearing next week, and the objection received was because you have a conviction for "
    "selling alcohol to underage people"
)
DO = (
    "hello its Councillor Smart, I spoke to the council officer as you requested and I need to "
    "update you. Please give me a call on XXXX"
)
DO_TEST_MESSAGE = (
    "Hello Jim Smith it’s Councillor Smart from Barnet Council, I need to contact you about the "
    "Planning Committee meeting next week, could you please call me on XXXXX thanks."
)


def kinds(draft):
    return {finding.kind for finding in find(draft)}


def words(draft, kind):
    return [draft[one.start : one.end] for one in find(draft) if one.kind == kind]


def test_what_the_policy_says_not_to_send_names_a_person_and_a_conviction():
    assert kinds(DONT) == {Kind.NAME, Kind.CRIME}
    assert words(DONT, Kind.NAME) == ["Jane Bloggs"]
    assert "conviction" in words(DONT, Kind.CRIME)
    assert group_of(Kind.CRIME) == Group.ARTICLE_10


@pytest.mark.parametrize("draft", [DO, DO_TEST_MESSAGE, DO.replace("XXXX", "020 7946 0123")])
def test_what_the_policy_says_to_send_instead_is_clean(draft):
    assert find(draft) == []


PASSAGES = [
    (Kind.NAME, "Tell Mrs Patel that I rang.", "Mrs Patel"),
    (Kind.NAME, "Dr. Okonkwo-Smith wrote.", "Dr. Okonkwo-Smith"),
    (Kind.NAME, "I met mr jones.", "mr jones"),
    (Kind.NAME, "See Mr Jones I’ll ring.", "Mr Jones"),
    (Kind.NAME, "I write on behalf of Sam Sorrel.", "Sam Sorrel"),
    (Kind.NAME, "Your neighbour Kit complained.", "Kit"),
    (Kind.NAME, "Yesterday Jane Bloggs rang.", "Jane Bloggs"),
    (Kind.NAME, "I met MR JONES.", "MR JONES"),
    (Kind.NAME, "I spoke with Oluwaseun Adeyemi.", "Oluwaseun Adeyemi"),
    (Kind.NAME, "as Kwame Mensah said", "Kwame Mensah"),
    (Kind.NAME, "what Thị Nguyễn wrote", "Thị Nguyễn"),
    (Kind.NAME, "I asked Siân O'Dowd-Price", "Siân O'Dowd-Price"),
    (Kind.BORN, "DOB 3/4/2012", "3/4/2012"),
    (Kind.BORN, "born on 3rd of May 1984", "3rd of May 1984"),
    (Kind.BORN, "It says 03.04.1971 there", "03.04.1971"),
    (Kind.BORN, "She is 83 years old", "83 years old"),
    (Kind.BORN, "a man aged 40", "aged 40"),
    (Kind.ADDRESS, "They live at 12 Church Road now", "12 Church Road"),
    (Kind.ADDRESS, "at Flat 3, 27b St John's Wood Terrace", "Flat 3, 27b St John's Wood Terrace"),
    (Kind.ADDRESS, "come to 12 acacia avenue", "12 acacia avenue"),
    (Kind.ADDRESS, "she is in flat 7", "flat 7"),
    (Kind.POSTCODE, "in N12 8QX today", "N12 8QX"),
    (Kind.POSTCODE, "in sw1a1aa today", "sw1a1aa"),
    (Kind.PHONE, "Their number: 07700 900982.", "07700 900982"),
    (Kind.PHONE, "Ring her: +44 7700 900982", "+44 7700 900982"),
    (Kind.PHONE, "It is (020) 7946 0123", "(020) 7946 0123"),
    (Kind.EMAIL, "Write to sam.sorrel@example.com.", "sam.sorrel@example.com"),
    (Kind.INSURANCE, "NI AB 12 34 56 C", "AB 12 34 56 C"),
    (Kind.NHS, "It is 943 476 5919.", "943 476 5919"),
    (Kind.BANK, "sort code 12-34-56", "12-34-56"),
    (Kind.BANK, "account number: 12345678", "12345678"),
    (Kind.BANK, "12-34-56, 12345678", "12-34-56, 12345678"),
    (Kind.BANK, "card 4111 1111 1111 1111", "4111 1111 1111 1111"),
    (Kind.BANK, "IBAN GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32"),
    (Kind.CASE, "your case HB/2231-09 is open", "HB/2231-09"),
    (Kind.CASE, "Crime reference no. 4417/26", "4417/26"),
    (Kind.VEHICLE, "It was AB12 CDE", "AB12 CDE"),
    (Kind.VEHICLE, "the car, A123 BCD, stood there", "A123 BCD"),
    (Kind.VEHICLE, "registration ABZ 1234", "ABZ 1234"),
    (Kind.ORIGIN, "because of your race", "your race"),
    (Kind.ORIGIN, "a family of Somali origin", "of Somali origin"),
    (Kind.ORIGIN, "she is Pakistani", "she is Pakistani"),
    (Kind.ORIGIN, "because he is black", "he is black"),
    (Kind.POLITICS, "you voted Tory", "voted Tory"),
    (Kind.POLITICS, "you are a Labour Party member", "Labour Party member"),
    (Kind.POLITICS, "she voted for the Greens? No: voted for the Tory", "voted for the Tory"),
    (Kind.BELIEF, "as you are Sikh", "Sikh"),
    (Kind.BELIEF, "I asked at your mosque", "your mosque"),
    (Kind.BELIEF, "You belong to the Jewish community", "Jewish"),
    (Kind.BELIEF, "as a member of the Muslim community", "Muslim"),
    (Kind.BELIEF, "you go to the Catholic church", "Catholic"),
    (Kind.UNION, "as a UCU member", "UCU"),
    (Kind.UNION, "your union rep came", "your union"),
    (Kind.GENES, "the DNA test came", "DNA test"),
    (Kind.BIOMETRIC, "they took your fingerprints", "fingerprints"),
    (Kind.HEALTH, "your cancer treatment", "cancer"),
    (Kind.HEALTH, "You are a wheelchair user", "wheelchair"),
    (Kind.HEALTH, "your disabled facilities grant", "disabled"),
    (Kind.HEALTH, "the PIP appeal", "PIP appeal"),
    (Kind.HEALTH, "about your ESA", "your ESA"),
    (Kind.HEALTH, "her OCD and his methadone", "OCD"),
    (Kind.HEALTH, "as you have MS", "have MS"),
    (Kind.HEALTH, "with an alcohol dependency", "alcohol dependency"),
    (Kind.HEALTH, "tried to kill himself", "kill himself"),
    (Kind.HEALTH, "you had a stroke", "had a stroke"),
    (Kind.HEALTH, "after the cardiac arrest", "cardiac arrest"),
    (Kind.HEALTH, "you applied for a Blue Badge", "Blue Badge"),
    (Kind.SEX, "he was having an affair", "having an affair"),
    (Kind.ORIENTATION, "as a gay man", "gay"),
    (Kind.ORIENTATION, "your gender reassignment", "gender reassignment"),
    (Kind.CRIME, "what you are accused of", "accused"),
    (Kind.CRIME, "the alleged theft", "alleged"),
    (Kind.CRIME, "the conviction that you got in 2019", "conviction"),
    (Kind.CRIME, "you were charged with running a brothel", "charged with"),
    (Kind.CRIME, "He has previous for GBH", "GBH"),
    (Kind.CRIME, "who did time", "did time"),
    (Kind.CRIME, "he is a paedophile", "paedophile"),
    (Kind.CRIME, "you sold alcohol to minors", "sold alcohol to minors"),
    (Kind.CRIME, "you were arrested", "arrested"),
    (Kind.CRIME, "got a suspended sentence", "suspended sentence"),
    (Kind.CRIME, "the case comes to the magistrates’ court", "magistrates’"),
    (Kind.MONEY, "two CCJs", "CCJs"),
    (Kind.MONEY, "your rent arrears", "arrears"),
    (Kind.MONEY, "your Universal Credit", "Universal Credit"),
    (Kind.CHILDREN, "your younger son", "your younger son"),
    (Kind.CHILDREN, "the EHCP is late", "EHCP"),
    (Kind.HOUSING, "before you are evicted", "evicted"),
    (Kind.HOUSING, "you are homeless", "homeless"),
    (Kind.IMMIGRATION, "your asylum claim", "asylum"),
    (Kind.IMMIGRATION, "you have settled status", "settled status"),
    (Kind.ABUSE, "about the domestic abuse", "domestic abuse"),
    (Kind.ABUSE, "he hit the children", "he hit the children"),
    (Kind.ABUSE, "since your husband hit you", "husband hit you"),
]


@pytest.mark.parametrize(("kind", "draft", "found"), PASSAGES)
def test_a_passage_is_found_in_its_words(kind, draft, found):
    assert found in words(draft, kind)


def test_every_kind_has_a_passage_here_and_every_sensitive_one_its_words():
    assert {kind for kind, _draft, _found in PASSAGES} == set(Kind)
    assert set(WORDS) == {kind for kind in Kind if group_of(kind) != Group.IDENTIFIER}
    assert set(WHY) == set(Group)


@pytest.mark.parametrize(
    "draft",
    [
        "The race for the seat is on.",
        "Church Road is closed. So is Union Street.",
        "The Sikh temple and the Methodist church are open.",
        "It is Black History Month and Mental Health Awareness Week.",
        "The health centre and the race track need buses.",
        "Please mind the blind bend and the disabled parking.",
        "She spoke with conviction, and I took no offence.",
        "The European Union, a credit union and the rugby union.",
        "A conservative estimate: the labour market grows.",
        "Turn off the M1 2nd exit, and ring the bell.",
        "The meeting is on 01-02-2026 10:30, or 3 December 2026.",
        "3 people on the street, 12 main road closures",
        "My surgery is at 10 on Saturday. No booking.",
        "I spoke with the Monitoring Officer and the Licensing Team of Barnet Council.",
        "We meet in the Town Hall, in Church End Library or on Finchley Road.",
        "The committee charged with making the plan meets on Data Protection Day.",
        "the Freedom of Information Act and the General Data Protection Regulation",
        "Sussex, Middlesex and Scunthorpe play on Monday.",
        "The conviction that libraries matter is in our DNA.",
        "Cllr Mary Jones and Councillor Peter Brown agree.",
        "Lady Margaret Road and George Street are gritted. Lord Mayor’s show!",
        "Dear Sir or Madam, thank you.",
        "Dear Resident, the bins are late.",
        "Hello Everyone, see you soon.",
        "Hello Mrs Patel, thank you for your letter.",
        "Planning application 21/01234/FUL is on the agenda.",
        "In this case 2026 was a good year.",
        f"Write to planning@{OFFICE}.",
        "My number is 07700 900982.",
        "Bring food for the food bank collection.",
        "The tenants’ association meets in the park.",
        "NHS number 943 476 5918",
        "The order is 1234 5678 9012 3456.",
        "Version GB12 WEST 1234 5698 7654 32",
        "",
    ],
)
def test_words_of_every_day_raise_no_alarm(draft):
    assert find(draft) == []


def test_who_is_greeted_counts_as_soon_as_there_is_something_to_hide():
    greeting = "Hello Mrs Patel, "

    assert find(greeting + "please call me.") == []
    assert kinds(greeting + "about your arrears.") == {Kind.NAME, Kind.MONEY}


def test_a_number_within_a_longer_one_is_told_once():
    assert kinds("account 12345678") == {Kind.BANK}
    assert words("sort code 12-34-56, 12345678", Kind.BANK) == ["12-34-56, 12345678"]


def test_curly_apostrophes_and_odd_spaces_hide_nothing():
    assert words("your son’s children’s services file", Kind.CHILDREN)[-1] == "children’s services"
    assert words("AB\u00a012\u00a034\u00a056\u00a0C", Kind.INSURANCE) != []


def test_the_gravest_comes_first_and_each_reason_once_with_its_words():
    draft = "Mrs Patel has arrears, and arrears again, a conviction and diabetes."

    told = reasons(draft, find(draft))

    assert [reason.kind for reason in told] == [Kind.CRIME, Kind.HEALTH, Kind.MONEY, Kind.NAME]
    assert [reason.words for reason in told][2] == ["arrears"]
    assert all(reason.why for reason in told)


@pace(max_examples=40)
@any_of(some.text(alphabet="Mrs Patel 07@.12AB-abuse’\n\u00a0gayN8QXß", max_size=120))
def test_the_pieces_are_the_whole_draft_and_what_is_marked_was_found(draft):
    found = find(draft)

    cut = pieces(draft, found)

    assert "".join(piece.text for piece in cut) == draft
    assert any(piece.kinds for piece in cut) == bool(found)


@pytest.mark.parametrize("word", ["gay ", "Mr A", "07", "12 Ab ", "a@a", "case 1", "Hello Ann "])
def test_a_long_draft_takes_no_time(word):
    began = time.process_time()

    pieces(word * 1_250, find((word * 1_250)[:5_000]))

    assert time.process_time() - began < 2
