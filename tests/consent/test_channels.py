"""A channel that nobody had thought of is used at once, strictly, and judged by an officer."""

from itertools import product

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse

from consent.channelling import actions
from consent.channelling.actions import Rules
from consent.channelling.rules import by_rules, rules_in_words
from consent.channels import CHANNEL_MOVES
from consent.models import Channel, ChannelKind, ChannelStatus, Identifier, LeftChannel, with_ways
from consent.permitting.actions import withdraw
from councilgov.access import Role
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.portal.home import waiting
from councilgov.records import Refused
from tests import given
from tests.consent import people

STATUS = ChannelStatus
STRICT = (True, True, False, False)
EASY = Rules(needs_permission=False, needs_verification=False, is_secure=True)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officers = [given.officer(Role.INFORMATION_OFFICER) for _n in range(2)]
        return given.councillor(), *officers

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def named(councillor):
    return propose(councillor)


def propose(by, name="Wave", **otherwise):
    about = {"kind": ChannelKind.INSTANT, "identifier": Identifier.HANDLE}
    return actions.propose_channel(name=name, by=by, **about | otherwise)


def rules(channel):
    return (
        channel.needs_permission,
        channel.needs_verification,
        channel.is_secure,
        channel.is_by_sight,
    )


def told(kind, about=None):
    rows = Notice.objects.filter(kind=kind)
    return {row.to_id for row in rows.filter(about=f"consent.channel:{about.pk}")}


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def words(channel):
    return " ".join(rules_in_words(channel))


# Naming one


def test_a_new_channel_can_be_used_at_once_by_the_strictest_rules(councillor):
    channel = propose(councillor, name="  Wave   Chat ")

    assert (channel.name, channel.status) == ("Wave Chat", STATUS.PROPOSED)
    assert rules(channel) == STRICT
    row = people.granted(people.person(councillor=councillor), channel=channel, handle="sam.s")
    assert (row.needs_permission, row.needs_verification) == (True, True)


def test_every_information_officer_is_told_once(named, made_once):
    assert told("channel_to_classify", named) == {officer.pk for officer in made_once[1:]}


@pytest.mark.parametrize(
    ("name", "say"),
    [
        ("whatsapp", "WhatsApp is in the list already. Choose it there."),
        (" What  ", None),
        ("SKYPE", "Nobody can be contacted by Skype"),
    ],
)
def test_what_is_there_is_not_named_again(councillor, name, say):
    if say is None:
        assert propose(councillor, name=name).name == "What"
        return
    with pytest.raises(Refused, match=say) as refusal:
        propose(councillor, name=name)

    assert refusal.value.field == "name"


def test_who_names_what_is_not_allowed_reads_why(councillor, officer):
    actions.forbid(channel=people.channel("Telegram"), reason="No  contract.", by=officer)

    with pytest.raises(Refused, match="does not allow Telegram: No contract"):
        propose(councillor, name="telegram")


@pytest.mark.parametrize("flag", ["is_secure", "is_by_sight"])
def test_the_database_keeps_it_strict_until_somebody_looked_at_it(named, flag):
    setattr(named, flag, True)

    with pytest.raises(IntegrityError, match="strict_until_classified"):
        named.keep(by=None, why="Test")


def test_two_of_one_name_are_refused_by_the_database():
    twin = Channel(name="WHATSAPP", kind="instant", identifier="phone", status="in_use")

    with pytest.raises(Refused, match="of this name already"):
        twin.keep(by=None, why="Test")


# Judging one


def test_an_officer_says_what_its_rules_are_and_who_named_it_is_told(named, officer, councillor):
    channel = actions.classify(
        channel=named, rules=EASY, kind=ChannelKind.VIDEO, description=" Calls ", by=officer
    )

    assert (channel.status, channel.kind, channel.description) == ("in_use", "video", "Calls")
    assert rules(channel) == (False, False, True, False)
    assert told("channel_classified", channel) == {councillor.pk}
    assert Entry.objects.filter(kind="consent.channel_in_use", actor=officer).count() == 1


def test_rules_are_changed_and_what_is_agreed_keeps_its_own(officer, councillor):
    row = people.granted(people.person(councillor=councillor))

    channel = actions.classify(channel=row.channel, rules=EASY, by=officer)

    row.refresh_from_db()
    assert rules(channel) == (False, False, True, False)
    assert row.needs_verification
    assert channel.description == people.channel().description
    assert not Notice.objects.filter(kind="channel_classified").exists()
    assert Entry.objects.filter(kind="consent.channel_classified").count() == 1


def test_a_wrong_identifier_is_corrected_and_what_is_noted_is_read_anew(named, officer, councillor):
    sam, kit = (people.person(councillor=councillor) for _n in range(2))
    first = people.granted(sam, channel=named, handle="07700900982")
    same = people.granted(sam, channel=named, handle="+447700900982")
    name = people.granted(kit, channel=named, handle="kit.larch")
    over = people.granted(kit, channel=named, handle="07700900983")
    withdraw(permission=over, by=councillor)

    channel = actions.classify(channel=named, rules=EASY, identifier=Identifier.PHONE, by=officer)

    for row in (first, same, name, over):
        row.refresh_from_db()
    assert channel.identifier == "phone"
    assert (same.normal, same.look) == ("+447700900982", "+447700900982")
    assert first.normal == "07700900982"  # two live rows of one number cannot be
    assert name.normal == "kit.larch"
    assert (over.normal, over.history.first().history_change_reason) == (
        "+447700900983",
        "Read anew",
    )
    with pytest.raises(Refused, match="Do not ask again"):
        people.asked(sam, channel=channel, handle="07700 900983")


def test_the_identifier_of_a_channel_that_came_with_the_portal_is_fixed(desk, officer):
    whatsapp = people.channel()

    with pytest.raises(Refused, match="is fixed"):
        actions.classify(channel=whatsapp, rules=EASY, identifier=Identifier.EMAIL, by=officer)

    assert "How do you find somebody on it?" not in desk.get(page("classify", whatsapp.pk)).text


def test_an_officer_corrects_the_identifier_on_the_page(desk, named):
    assert "How do you find somebody on it?" in desk.get(page("classify", named.pk)).text

    desk.post(page("classify", named.pk), {"kind": "instant", "identifier": "phone"})

    named.refresh_from_db()
    assert named.identifier == "phone"


def test_what_is_not_allowed_is_said_to_every_councillor_with_the_reason(officer, councillor):
    other = given.councillor()

    channel = actions.forbid(channel=people.channel("Telegram"), reason="No contract.", by=officer)

    assert {councillor.pk, other.pk} <= told("channel_not_allowed", channel)
    notice = Notice.objects.get(kind="channel_not_allowed", to=other)
    assert "does not allow Telegram: No contract." in part_of(notice).body


def test_it_is_not_forbidden_without_a_reason(officer):
    with pytest.raises(Refused, match="Say why"):
        actions.forbid(channel=people.channel("Telegram"), reason="  ", by=officer)


def test_what_is_allowed_again_may_be_forbidden_again(officer, councillor):
    channel = people.channel("Telegram")
    for moment in ("10:00Z", "11:00Z"):
        with time_machine.travel(f"2026-11-23 {moment}"):
            channel = actions.forbid(channel=channel, reason="No contract.", by=officer)
            channel = actions.classify(channel=channel, rules=EASY, by=officer)

    assert channel.why_not == ""
    assert Notice.objects.filter(kind="channel_not_allowed", to=councillor).count() == 2


def test_nothing_is_sent_or_asked_on_what_is_no_longer_allowed(officer, councillor):
    row = people.granted(people.person(councillor=councillor))
    actions.forbid(channel=row.channel, reason="No contract.", by=officer)

    with pytest.raises(Refused, match="does not allow WhatsApp: No contract"):
        people.asked(people.person(councillor=councillor))


ACTS = {
    STATUS.IN_USE: lambda row, by: actions.classify(channel=row, rules=EASY, by=by),
    STATUS.NOT_ALLOWED: lambda row, by: actions.forbid(channel=row, reason="No.", by=by),
    STATUS.RETIRED: lambda row, by: actions.retire(channel=row, by=by),
}


def at(status, by, councillor):
    row = propose(councillor)
    if status != STATUS.PROPOSED:
        row = ACTS[STATUS.IN_USE](row, by)
    return row if row.status == status else ACTS[status](row, by)


@pytest.mark.parametrize(("start", "end"), [*product(STATUS, ACTS)])
def test_a_channel_moves_as_its_table_says(officer, councillor, start, end):
    row = at(start, officer, councillor)
    may = end in CHANNEL_MOVES[start] or start == end == STATUS.IN_USE

    if may:
        assert ACTS[end](row, officer).status == end
    else:
        with pytest.raises(Refused, match="can’t be done"):
            ACTS[end](row, officer)


# Leaving one alone


def test_a_channel_that_a_councillor_leaves_is_offered_last_and_only_to_them(councillor):
    actions.leave_channel(channel=people.channel("Email"), by=councillor)
    actions.leave_channel(channel=people.channel("Email"), by=councillor)

    assert LeftChannel.objects.count() == 1
    assert Channel.objects.offered_to(councillor).last().name == "Email"
    assert Channel.objects.offered_to(given.councillor()).last().name != "Email"


def test_it_is_taken_up_again(councillor):
    actions.leave_channel(channel=people.channel(), by=councillor)
    for _n in range(2):
        actions.take_up_channel(channel=people.channel(), by=councillor)

    assert not LeftChannel.objects.exists()


def test_two_rows_of_one_are_refused(councillor):
    actions.leave_channel(channel=people.channel(), by=councillor)

    with pytest.raises(Refused, match="said already"):
        LeftChannel(councillor=councillor, channel=people.channel()).keep(by=None, why="Test")


def test_it_is_never_the_best_way_to_reach_somebody_while_there_is_another(councillor):
    person = people.person(councillor=councillor)
    people.granted(person)
    people.reached(person)
    actions.leave_channel(channel=people.channel(), by=councillor)

    (found,) = with_ways(type(person).objects.filter(pk=person.pk), today())

    assert found.best_way == "Telephone"


def test_what_is_not_allowed_is_never_the_best_way(councillor, officer):
    person = people.person(councillor=councillor)
    people.granted(person)
    actions.forbid(channel=people.channel(), reason="No contract.", by=officer)

    (found,) = with_ways(type(person).objects.filter(pk=person.pk), today())

    assert (found.best_way, found.to_check) == (None, 0)


# In words


@pytest.mark.parametrize(
    ("name", "says", "never"),
    [
        ("WhatsApp", "Ask them before you use it. Check that it is them", "safe enough"),
        ("Telephone", "You may use it if they gave you the number", "Ask them before"),
        ("Email", "safe enough for private matters", "Write nothing private"),
        ("Zoom", "You see one another", "Write nothing private"),
        ("Facebook", "Everybody can read it", "Ask them"),
        ("Skype", "It no longer exists", "Ask them"),
    ],
)
def test_the_rules_are_said_in_plain_words(name, says, never):
    assert says in words(people.channel(name))
    assert never not in words(people.channel(name))


def test_channels_with_the_same_rules_are_read_together():
    groups = by_rules(Channel.objects.used())

    together = {frozenset(str(channel) for channel in channels) for _rules, channels in groups}
    assert {"Email", "Letter", "Telephone"} in together
    assert len(groups) == 3


def test_a_new_one_says_that_the_strictest_rules_count(named):
    assert "strictest rules count. Ask them before" in words(named)


# Pages


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def browser(client, councillor):
    client.force_login(councillor)
    return client


def test_an_officer_finds_it_and_says_its_rules(desk, named, officer):
    (way,) = [way for way in waiting(officer) if "classify" in way.text]
    assert "Wave" in desk.get(way.href).text
    sent = {"kind": "instant", "identifier": "handle", "description": "Chats"}
    sent |= {"needs_permission": "on"}

    shown = desk.post(page("classify", named.pk), sent, follow=True).text

    named.refresh_from_db()
    assert rules(named) == (True, False, False, False)
    assert "Ask them before you use it." in shown
    assert not [way for way in waiting(officer) if "classify" in way.text]


@pytest.mark.parametrize(
    ("name", "sent", "status"),
    [("forbid", {"reason": "No."}, STATUS.NOT_ALLOWED), ("retire", {}, STATUS.RETIRED)],
)
def test_an_officer_ends_it(desk, name, sent, status):
    channel = people.channel("Telegram")
    assert page(name, channel.pk) in desk.get(channel.get_absolute_url()).text

    desk.post(page(name, channel.pk), sent)

    channel.refresh_from_db()
    assert channel.status == status


def test_a_councillor_names_one_and_goes_on_with_it_chosen(browser, councillor):
    person = people.person(councillor=councillor)
    form = page("add_permission", person.pk)
    link = f"{page('propose_channel')}?person={person.pk}"
    assert link in browser.get(form).text
    sent = {"name": "Wave", "kind": "instant", "identifier": "handle"}

    response = browser.post(link, sent, follow=True)

    named = Channel.objects.get(name="Wave")
    assert response.redirect_chain == [(f"{form}?channel={named.pk}", 302)]
    assert f'<option value="{named.pk}" selected' in response.text


@pytest.mark.parametrize(
    ("query", "then"),
    [("capacity=ward", "add_person"), ("capacity=political", "my_channels"), ("", "my_channels")],
)
def test_it_leads_back_to_where_they_came_from(browser, query, then):
    sent = {"name": "Wave", "kind": "instant", "identifier": "handle"}

    response = browser.post(f"{page('propose_channel')}?{query}", sent)

    back = page(then, "ward") if then == "add_person" else page(then)
    assert response.url.startswith(f"{back}?channel=")


def test_nobody_names_one_for_anothers_contact(browser):
    address = f"{page('propose_channel')}?person={people.person().pk}"

    assert browser.get(address).status_code == 404


def test_one_press_says_that_they_do_not_use_it_and_one_that_they_do(browser, councillor):
    key = people.channel().pk

    shown = browser.post(page("my_channels"), {"channel": key}, follow=True).text
    assert "I use it after all" in shown
    assert LeftChannel.objects.visible_to(councillor).count() == 1
    browser.post(page("my_channels"), {"channel": key, "use": "yes"})

    assert not LeftChannel.objects.exists()


@pytest.mark.parametrize("key", ["", "0", "x"])
def test_no_other_channel_is_left(browser, key):
    assert browser.post(page("my_channels"), {"channel": key}).status_code == 404


def test_the_page_of_a_person_says_how_to_decline_a_channel_that_is_left(browser, councillor):
    person = people.person(councillor=councillor)
    row = people.granted(person)
    people.reached(person)
    actions.leave_channel(channel=row.channel, by=councillor)

    shown = browser.get(person.get_absolute_url()).text

    assert "I am sorry, I do not use this." in shown
    assert councillor.email in shown
    assert page("decline", row.pk) in shown
    assert shown.index("Telephone") < shown.index("WhatsApp")


def test_the_page_of_a_way_says_that_it_is_not_allowed(browser, councillor, officer):
    row = people.granted(people.person(councillor=councillor))
    actions.forbid(channel=row.channel, reason="No contract.", by=officer)

    assert "does not allow WhatsApp: No contract." in browser.get(row.get_absolute_url()).text
    assert "No contract." in browser.get(page("my_channels")).text
    assert "Use another way" in browser.get(row.constituent.get_absolute_url()).text


def test_no_page_of_officers_says_who_leaves_or_uses_what(desk, councillor):
    people.granted(people.person(councillor=councillor))
    actions.leave_channel(channel=people.channel(), by=councillor)

    for address in (page("channels"), people.channel().get_absolute_url()):
        assert councillor.full_name not in desk.get(address).text
