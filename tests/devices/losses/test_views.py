"""The pages of losses, as the desk, the Monitoring Officer and the councillor use them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from breaches.losing.actions import open_triage
from councilgov.access import Right, Role
from councilgov.days import LONDON, day_in_words
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.portal.equipment import equipment_to_do, equipment_waiting
from devices.costs.actions import comment_on_cost, decide_cost
from devices.issuing.actions import decline
from devices.losses import ending, securing
from devices.losses.moments import MOMENTS
from devices.models import Device, Loss, LossStatus
from tests import given
from tests.breaches import reports
from tests.devices import equipment
from tests.devices.losses import cases


def boxes(name, moment):
    local = moment.astimezone(LONDON)
    parts = {"day": local.day, "month": local.month, "year": local.year}
    typed = {f"{name}_day_{part}": str(number) for part, number in parts.items()}
    return {**typed, f"{name}_time": f"{local:%H:%M}"}


def report(**changes):
    now = timezone.now()
    return {
        "kind": "lost",
        **boxes("noticed_at", now),
        **boxes("reported_at", now),
        "happened": "Left on the train.",
        "data_held": "Council email.",
        "lock_state": "locked",
        "reported_by": "holder",
        "reported_via": "phone",
        "police_kind": "none_yet",
        **changes,
    }


def page_of(loss):
    return loss.get_absolute_url()


def at(name, loss):
    """The page of that name: what also concerns breaches stands in the app above."""
    app = "breaches" if name in {"close_loss", "correct_loss"} else "devices"
    return reverse(f"{app}:{name}", args=[loss.reference])


def looked_into(loss):
    """Somebody has said whether people's information is affected."""
    incident = open_triage(loss=loss, words="It was stolen.", by=loss.councillor)
    reports.dismissed(incident)


@pytest.fixture
def loss(device):
    return cases.report(device, kind="stolen")


def test_the_desk_reports_for_the_councillor_who_rings(client, device, councillor, desk):
    client.force_login(desk)
    address = reverse("breaches:report_loss_for", args=[device.asset_tag])
    assert "101, or 999" in client.get(address).text

    response = client.post(address, report(), follow=True)

    loss = Loss.objects.get()
    assert (loss.reported_by, loss.recorded_by, loss.reported_via) == (councillor, desk, "phone")
    assert loss.reference in response.text


@pytest.mark.parametrize(("kind", "is_secured"), [("stolen", True), ("damaged", False)])
def test_only_what_is_missing_is_to_be_secured_now(client, device, desk, kind, is_secured):
    client.force_login(desk)

    page = client.post(
        reverse("breaches:report_loss_for", args=[device.asset_tag]), report(kind=kind), follow=True
    )

    assert ("Secure the device now" in page.text) is is_secured


def test_a_theft_may_be_reported_with_its_number_or_without(client, device, desk):
    client.force_login(desk)
    address = reverse("breaches:report_loss_for", args=[device.asset_tag])
    police = {"police_force": "Barsetshire Police", "police_kind": "crime"}

    client.post(address, report(kind="stolen", police_reference="42–1 / 26", **police))

    assert Loss.objects.get().police_references.get().reference == "42-1 / 26"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Select what happened to it"),
        ({"happened": ""}, "Say when, where and how it happened"),
        ({"noticed_at_time": "25:00"}, "Enter a time, like 9:40am or 14:05"),
        ({"noticed_at_time": "23:59"}, "The time must be in the past"),
        ({"reported_by": ""}, "Select who told you"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(client, device, desk, changes, words):
    client.force_login(desk)

    response = client.post(
        reverse("breaches:report_loss_for", args=[device.asset_tag]), report(**changes)
    )

    assert words in response.text
    assert not Loss.objects.exists()


FORCE = "Barsetshire Police"


@pytest.mark.parametrize(
    ("force", "kind", "number", "kept"),
    [
        (FORCE, "none_yet", "42/1", "incident 42/1"),
        (FORCE, "", "42/1", "incident 42/1"),
        (FORCE, "receipt", "42/1", "receipt 42/1"),
        (FORCE, "crime", "", "none_yet "),
        (FORCE, "crime", "<b>1</b>", None),
        (FORCE, "crime", "1", None),
        ("B" * 150, "crime", "42/1", None),
        ("", "crime", "42/1", None),
    ],
)
def test_no_number_of_the_police_holds_up_the_report(device, force, kind, number, kept):
    loss = cases.report(
        device, kind="stolen", police_force=force, police_kind=kind, police_reference=number
    )

    found = [f"{row.kind} {row.reference}" for row in loss.references()]
    notes = list(loss.events.filter(what="note").values_list("words", flat=True))
    assert found == ([kept] if kept else [])
    assert [number in words for words in notes] == ([] if kept else [True])
    assert loss.waits_for_police() is (kept != "incident 42/1")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"reported_by": "other", "teller": "The finder"}, "The finder"),
        ({"reported_by": "other"}, "Somebody else"),
    ],
)
def test_somebody_else_may_have_told_the_desk(client, device, desk, typed, kept):
    client.force_login(desk)

    client.post(reverse("breaches:report_loss_for", args=[device.asset_tag]), report(**typed))

    loss = Loss.objects.get()
    assert (loss.teller, loss.recorded_by) == (kept, desk)


@pytest.mark.parametrize("typed", [{}, {"reported_via": "", "reported_at_time": ""}])
def test_who_knows_it_themselves_was_told_by_nobody_and_reports_it_here_and_now(
    client, device, desk, typed
):
    client.force_login(desk)
    sent = report(reported_by="self", teller="The finder", **typed)
    sent |= boxes("reported_at", timezone.now() - timedelta(days=3)) | typed

    client.post(reverse("breaches:report_loss_for", args=[device.asset_tag]), sent)

    loss = Loss.objects.get()
    assert (loss.teller, loss.reported_by, loss.reported_via) == ("", desk, "portal")
    assert timezone.now() - loss.reported_at < timedelta(minutes=1)


def test_who_reports_it_again_reads_who_told_of_it_first(client, device, desk):
    cases.report(device, by=desk, teller="The finder")
    client.force_login(desk)

    page = client.get(reverse("breaches:report_loss_for", args=[device.asset_tag])).text

    assert "The finder reported this at" in page


def test_no_word_about_a_councillors_own_device_speaks_of_wiping_it(client, desk):
    loss = cases.report(cases.enrolled())
    (receipt,) = Notice.objects.filter(kind="loss_told")
    assert "Your own data is not touched" in part_of(receipt).body

    for act in (None, "ask_lock", "confirm_lock", "ask_wipe", "confirm_wipe"):
        if act:
            MOMENTS[act].do(loss=loss, by=desk)
        loss.refresh_from_db()
        for person in (desk, loss.councillor):
            client.force_login(person)
            shown = client.get(page_of(loss)).text.partition("<main")[2]
            assert not re.search(r">[^<>]*wip(e|ing)", shown, re.IGNORECASE)
    mails = [part_of(notice).body for notice in Notice.objects.filter(to=loss.councillor)]
    assert not re.search("wip(e|ing)", " ".join(mails), re.IGNORECASE)


def test_of_what_holds_no_data_nobody_says_that_it_is_wiped():
    dock = equipment.issued(kind=equipment.kind("Docking station", holds_data=False))
    cases.report(dock)

    body = part_of(Notice.objects.get(kind="loss_told")).body
    assert "If you find it" in body
    assert "wipe" not in body


def test_the_page_of_the_report_takes_any_number(client, device, desk):
    client.force_login(desk)
    odd = report(kind="stolen", police_reference="\u2622 1", police_kind="", police_force="")

    client.post(reverse("breaches:report_loss_for", args=[device.asset_tag]), odd)

    assert "\u2622 1" in Loss.objects.get().events.get(what="note").words


def test_the_monitoring_officer_adds_a_note_that_both_sides_read(client, loss, monitoring, told):
    client.force_login(monitoring)
    assert at("add_loss_note", loss) in client.get(page_of(loss)).text

    client.post(at("add_loss_note", loss), {"words": "I have read this."})

    assert loss.councillor in told("loss_note")
    assert {person for person in told("loss_note") if person.has_perm(Right.HANDLE_LOSS)}
    entry = Entry.objects.about(loss).get(kind="devices.loss_note")
    assert "read this" not in entry.facts


def test_who_only_reads_a_case_is_told_that_they_may_not_write(client, loss):
    client.force_login(given.officer(Role.INFORMATION_OFFICER))

    assert client.get(at("add_loss_note", loss)).status_code == 403
    assert client.get(at("add_police_reference", loss)).status_code == 403


@pytest.mark.parametrize(
    ("role", "is_linked"), [(Role.DATA_PROTECTION_OFFICER, False), (Role.AUDITOR, True)]
)
def test_a_case_links_to_its_device_for_who_may_open_that(client, loss, role, is_linked):
    client.force_login(given.officer(role))

    page = client.get(page_of(loss)).text

    assert str(loss.device) in page
    assert (f'href="{loss.device.get_absolute_url()}"' in page) is is_linked


def test_a_councillor_finds_their_case_from_the_device_in_the_workshop(client, councillor, device):
    loss = cases.report(device, kind="damaged")
    ending.send_to_repair(loss=loss, reason="New screen.", by=equipment.desk())
    client.force_login(councillor)

    assert reverse("devices:loss_of", args=[device.asset_tag]) in (
        client.get(reverse("devices:equipment")).text
    )
    assert page_of(loss) in client.get(device.get_absolute_url()).text


def test_whoever_reports_it_again_adds_what_they_know_as_a_note(client, device, desk):
    client.force_login(desk)
    loss = cases.report(device)
    address = reverse("breaches:report_loss_for", args=[device.asset_tag])
    assert "Do you know more?" in client.get(address).text

    page = client.post(address, report(happened="It has a green case."), follow=True).text

    assert "This was reported before. What you wrote is added to it." in page
    assert loss.events.get(what="note").words.startswith("Lost. It has a green case.")
    assert Loss.objects.count() == 1


def test_the_wipe_is_recorded_with_its_two_moments(client, loss, desk):
    client.force_login(desk)
    now = timezone.now()

    client.post(at("ask_wipe", loss), boxes("at", now))
    page = client.post(at("confirm_wipe", loss), boxes("at", now), follow=True).text

    loss.refresh_from_db()
    assert loss.status == LossStatus.SECURED
    assert "Asked for at 10:00am" in page


def test_a_moment_that_cannot_be_is_refused_beside_it(client, loss, desk):
    client.force_login(desk)

    response = client.post(at("confirm_wipe", loss), boxes("at", timezone.now()))

    assert "Record first when it was asked for" in response.text


def test_only_what_can_be_done_is_offered(client, loss, desk):
    client.force_login(desk)

    page = client.get(page_of(loss)).text

    assert at("ask_wipe", loss) in page
    assert at("confirm_wipe", loss) not in page
    assert at("found", loss) in page
    assert at("close_loss", loss) not in page
    assert at("mark_repaired", loss) not in page


def test_every_act_of_the_desk_goes_through_its_page(client, loss, desk):
    client.force_login(desk)
    reason = {"reason": "It was on the hall table."}

    for act in ("found", "missing_again", "found", "back_in_use"):
        assert client.post(at(act, loss), reason).status_code == 302
    client.post(at("waive_police", loss), reason)
    looked_into(loss)
    response = client.post(at("close_loss", loss), follow=True)

    loss.refresh_from_db()
    assert loss.status == LossStatus.CLOSED
    assert "The case is closed." in response.text


def test_what_is_written_off_is_proposed_at_what_it_is_worth(client, desk):
    bought_on = timezone.localdate().replace(year=2025)
    device = equipment.issued(
        kind=equipment.kind("Phone", life_months=24), value=480, purchased_on=bought_on
    )
    loss = cases.report(device)
    client.force_login(desk)

    assert 'value="240.00"' in client.get(at("write_off", loss)).text
    client.post(at("write_off", loss), {"value": "240", "reason": "Gone."})

    assert Device.objects.get(pk=device.pk).status == "written_off"


def test_a_tag_that_is_none_replaces_nothing(client, loss, councillor, desk):
    client.force_login(desk)
    other = equipment.issued(holder=councillor)

    wrong = client.post(at("replace_device", loss), {"replacement": "BC-99999"})
    client.post(at("replace_device", loss), {"replacement": other.asset_tag.lower()})

    assert "There is no device with this asset tag" in wrong.text
    assert Loss.objects.get().replacement == other


def test_the_kind_is_corrected(client, loss, desk):
    client.force_login(desk)

    client.post(at("correct_loss", loss), {"kind": "lost", "reason": "Left in a taxi."})

    assert Loss.objects.get().kind == "lost"


# The councillor


def test_a_councillor_reads_their_own_case_in_plain_words(client, loss, councillor):
    client.force_login(councillor)

    page = client.get(page_of(loss)).text

    assert "Tell the police immediately" in page
    assert "The desk locks and wipes it now" in page
    assert "Monitoring Officer sees" not in page


def test_a_councillor_adds_the_number_of_the_police_later(client, loss, councillor):
    client.force_login(councillor)
    day = timezone.localdate()
    fields = {"force": "Barsetshire Police", "kind": "crime", "reference": "42/12345/26"}
    told_on = {"day": day.day, "month": day.month, "year": day.year}
    fields |= {f"reported_on_{part}": str(number) for part, number in told_on.items()}

    page = client.post(at("add_police_reference", loss), fields, follow=True).text

    assert "Thank you. We have the number." in page
    assert "42/12345/26" in page


def test_nobody_reads_the_case_of_another_councillor(client, loss):
    client.force_login(given.councillor())

    for name in ("loss", "add_loss_note", "add_police_reference"):
        assert client.get(at(name, loss)).status_code == 404


def lock(loss, desk):
    securing.ask_lock(loss=loss, by=desk)
    securing.confirm_lock(loss=loss, by=desk)


def find(loss, desk):
    return ending.mark_found(loss=loss, reason="Found.", by=desk)


def give_back(loss, desk):
    ending.back_in_use(loss=find(loss, desk), reason="Checked.", by=desk)


def keep(loss, desk):
    ending.keep_found(loss=find(loss, desk), reason="Checked.", by=desk)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda loss, desk: cases.wiped(loss, by=desk), "It was wiped from afar"),
        (lock, "It was locked from afar"),
        (find, "Please do not use it before"),
        (give_back, "You can use it again"),
        (keep, "it is off your record"),
        (lambda loss, desk: cases.written_off(loss, by=desk), "If you find it, tell the desk"),
    ],
)
def test_the_page_says_what_happens_next(client, loss, desk, act, words):
    act(loss, desk)
    client.force_login(loss.councillor)

    assert words in client.get(page_of(loss)).text


def mend(loss, desk):
    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)


def mend_what_is_asked_back(loss, desk):
    equipment.asked_back(Device.objects.get(pk=loss.device_id))
    mend(loss, desk)


def mend_what_is_recalled(loss, desk):
    device = Device.objects.get(pk=loss.device_id)
    mend(loss, desk)
    equipment.recalled(Device.objects.get(pk=device.pk))


def swap(loss, desk):
    other = equipment.issued(holder=loss.councillor)
    ending.record_replacement(loss=loss, replacement=other, by=desk)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (mend, "It is mended. You can use it again."),
        (
            mend_what_is_asked_back,
            r"It is mended. Please bring it back to the desk by \d+ \w+ \d+.",
        ),
        (mend_what_is_recalled, "It is mended. Please bring it in: the desk has asked to see it."),
        (
            lambda loss, _desk: equipment.returned(loss.device),
            "You handed it back. It is off your record.",
        ),
        (swap, "You have another device in its place: .* Please bring it back to the desk by "),
        (
            lambda loss, desk: cases.written_off(loss, by=desk),
            "The council has given it up. It is off your record. If you still have it, bring it to",
        ),
    ],
    ids=["mended", "asked back", "recalled", "handed back", "replaced", "written off"],
)
def test_the_page_says_what_becomes_of_what_was_damaged(client, councillor, desk, act, words):
    loss = cases.reported(kind="damaged", holder=councillor)
    act(loss, desk)
    client.force_login(councillor)

    assert re.search(words, said(client.get(page_of(loss)).text))


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (lambda _issue, _member: None, "It is mended. It still waits for you to accept it."),
        (
            lambda issue, member: decline(issue=issue, reason="Heavy.", by=member),
            "It is mended. You declined it, so please bring it back to the desk.",
        ),
    ],
)
def test_the_page_never_says_to_use_what_was_not_accepted(client, councillor, desk, decide, words):
    issue = equipment.issue(holder=councillor)
    decide(issue, councillor)
    loss = cases.report(issue.assignments.get().device, kind="damaged")
    mend(loss, desk)
    client.force_login(councillor)

    assert words in said(client.get(page_of(loss)).text)


def test_the_page_says_that_a_device_of_ones_own_is_let_go(client, councillor, desk):
    loss = cases.report(cases.enrolled(holder=councillor))
    ending.let_go(loss=cases.wiped(loss, by=desk), reason="Gone.", by=desk)
    client.force_login(councillor)

    assert "The device stays yours." in said(client.get(page_of(loss)).text)


def said(page):
    """The words of a page, as they are read."""
    return " ".join(re.sub("<[^>]+>", "", page).split())


def test_a_councillor_comments_agrees_and_appeals_on_their_page(client, desk):
    cost = cases.costed()
    loss, member = cost.loss, cost.loss.councillor
    client.force_login(member)

    client.post(at("comment_on_cost", loss), {"comment": "My insurer refused."})
    decide_cost(loss=loss, route="allowance", amount=cost.amount, reason="No cover.", by=desk)
    page = client.get(page_of(loss)).text
    assert "Nothing is taken from your allowance unless you agree" in page
    assert "I agree that £349.99 is taken from my allowance" in page
    cost.refresh_from_db()
    client.post(at("agree_to_deduction", loss), {"decision": cost.decision})
    assert "You agreed to the deduction" in client.get(page_of(loss)).text
    client.post(at("appeal_cost", loss), {"reason": "I was robbed."})

    cost.refresh_from_db()
    assert (cost.comment, cost.appeal, cost.status) == (
        "My insurer refused.",
        "I was robbed.",
        "appealed",
    )


def test_the_desk_proposes_and_the_monitoring_officer_decides_an_appeal(client, monitoring, desk):
    loss = cases.reported()
    client.force_login(desk)
    wrong = client.post(at("propose_cost", loss), {"route": "allowance", "reason": "No cover."})
    assert "Nobody had this device" not in wrong.text
    fields = {"route": "none", "amount": "", "reason": "Old."}
    client.post(at("propose_cost", loss), {**fields, "route": "council", "amount": "10"})
    assert "Change the proposal" in client.get(at("propose_cost", loss)).text
    assert "only decide that it costs them nothing" in client.get(at("decide_cost", loss)).text
    client.post(at("decide_cost", loss), fields)
    assert "decided already" in client.get(at("decide_cost", loss)).text

    loss.refresh_from_db()
    assert "Enter the amount in pounds" in wrong.text
    assert loss.cost.route == "none"
    assert loss.cost.amount == 0
    client.force_login(monitoring)
    assert "Nobody has appealed" in client.post(at("decide_appeal", loss), fields).text


def test_of_what_nobody_had_nobody_is_asked_to_pay(client, desk):
    loss = cases.report(equipment.device(), by=desk)
    client.force_login(desk)

    page = client.get(at("propose_cost", loss)).text
    assert "Nobody had this device, so nobody is asked." in page
    assert "The councillor’s insurer" not in page
    done = client.post(
        at("propose_cost", loss), {"route": "none", "amount": "", "reason": "Old."}, follow=True
    )
    assert "You can decide now" in done.text


# Who sees what


def test_how_often_somebody_lost_something_is_shown_to_the_monitoring_officer_only(
    client, loss, councillor, desk, monitoring
):
    other = cases.report(equipment.issued(holder=councillor))

    client.force_login(monitoring)
    assert "Only the Monitoring Officer sees this" in client.get(page_of(loss)).text
    client.force_login(desk)
    assert other.reference not in client.get(page_of(loss)).text


def test_the_list_is_filtered_by_what_waits(client, loss, desk):
    damaged = cases.reported(kind="damaged")
    client.force_login(desk)
    address = reverse("devices:losses")

    for waiting, shown in (("police", [loss]), ("wipe", [loss]), ("open", [loss, damaged])):
        page = client.get(address, {"waiting": waiting}).text
        assert [one for one in (loss, damaged) if one.reference in page] == shown
    assert loss.reference not in client.get(address, {"waiting": "late"}).text
    assert loss.reference not in client.get(address, {"waiting": "appeal"}).text


def test_a_case_with_two_numbers_stands_in_the_list_once(client, loss, desk):
    client.force_login(desk)
    for number in ("42/12345/26", "42/12345/27"):
        loss.police_references.model(
            loss=loss,
            force="Barsetshire Police",
            kind="crime",
            reference=number,
            reported_on=timezone.localdate(),
            added_at=timezone.now(),
            added_by=desk,
        ).keep(by=desk, why="Test")

    page = client.get(reverse("devices:losses"), {"q": "42/12345"}).text

    assert page.count(f">{loss.reference}<") == 1


def test_the_number_of_queries_of_the_list_does_not_grow(client, loss, desk, count_queries):
    client.force_login(desk)
    address = reverse("devices:losses")
    client.get(address)
    one = count_queries(lambda: client.get(address))

    for _n in range(4):
        cases.reported()

    assert count_queries(lambda: client.get(address)) == one


def test_every_number_at_home_is_that_of_its_list(client, loss, desk):
    cases.reported()
    client.force_login(desk)

    ways = [way for way in equipment_waiting(desk) if "losses" in way.href]

    assert len(ways) == 3
    for way in ways:
        assert f"{way.text.split()[0]} case" in client.get(way.href).text


def test_a_councillor_is_led_to_what_they_can_do(loss, councillor, desk):
    def titles():
        today = timezone.localdate()
        return [task["title"] for task in equipment_to_do(councillor, today)]

    assert "Add the police reference for iPad Air" in titles()
    other = cases.report(equipment.issued(holder=councillor))
    assert "See what happens about iPad Air" in titles()
    cost = cases.costed_of(other, desk)
    assert "Say what you think: who pays for iPad Air?" in titles()
    comment_on_cost(loss=other, comment="My insurer refused.", by=councillor)
    decide_cost(loss=other, route="allowance", amount=cost.amount, reason="None.", by=desk)
    assert "Answer: who pays for iPad Air" in titles()


def test_what_is_missing_is_not_offered_as_damaged(client, loss, desk):
    client.force_login(desk)

    page = client.get(at("correct_loss", loss))

    assert [value for value, _label in page.context["form"].fields["kind"].choices] == [
        "lost",
        "stolen",
    ]


def test_a_missing_police_number_hides_no_day_on_which_to_be_heard(loss, councillor, desk):
    cost = cases.costed_of(loss, desk)

    tasks = list(equipment_to_do(councillor, timezone.localdate()))

    asked = [task for task in tasks if task["href"] == loss.get_absolute_url()]
    assert [task["title"] for task in asked] == [
        "Add the police reference for iPad Air",
        "Say what you think: who pays for iPad Air?",
    ]
    assert asked[1]["hint"] == f"You can do so until {day_in_words(cost.comment_before)}."


def test_a_device_leads_to_its_last_case(client, loss, councillor):
    client.force_login(councillor)

    response = client.get(reverse("devices:loss_of", args=[loss.device.asset_tag]))

    assert response["Location"] == page_of(loss)
    assert reverse("devices:loss_of", args=[loss.device.asset_tag]) in (
        client.get(reverse("devices:equipment")).text
    )
