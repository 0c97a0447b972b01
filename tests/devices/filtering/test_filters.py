"""A councillor asks for a sender to be blocked; the desk does it or says why not, and forgets."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from devices.filtering import actions
from devices.models import (
    AskedVia,
    DeskTask,
    FilterRequest,
    FilterStatus,
    SenderKind,
    TaskKind,
    TaskStatus,
)
from devices.senders import kind_of, tidy_sender, validate_sender
from tests import given
from tests.devices import equipment

SENDER = "adverts@shop.example"


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(lambda: (equipment.desk(), given.councillor()))


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def councillor(made_once):
    return made_once[1]


@pytest.fixture
def ask(councillor):
    def ask(sender=SENDER, **how):
        options = {"councillor": councillor, "by": councillor} | how
        return actions.ask_filter(sender=sender, **options)

    return ask


@pytest.fixture
def blocked(ask, desk):
    return actions.carry_out_filter(request=ask(), by=desk)


def tasks(status=TaskStatus.OPEN):
    return DeskTask.objects.filter(kind=TaskKind.FILTER, status=status).count()


def told(councillor):
    rows = Notice.objects.filter(kind="filter_told", to=councillor).order_by("pk")
    return [part_of(row).subject for row in rows]


def page(name, *args):
    return reverse(f"devices:{name}", args=args)


# What can be blocked


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("typed", "kept", "kind"),
    [
        (" Ann@News.example ", "ann@news.example", SenderKind.ADDRESS),
        ("<ann@example.com>", "ann@example.com", SenderKind.ADDRESS),
        ("mailto:ann@example.com", "ann@example.com", SenderKind.ADDRESS),
        ("MAILTO:ann@example.com", "ann@example.com", SenderKind.ADDRESS),
        ("Ann Lee <Ann@example.com>", "ann@example.com", SenderKind.ADDRESS),
        ("@News.Example.com", "news.example.com", SenderKind.DOMAIN),
        ("*@news.example.com", "news.example.com", SenderKind.DOMAIN),
        ("ann@mail.example", "ann@mail.example", SenderKind.ADDRESS),
    ],
)
def test_a_sender_is_an_address_or_a_domain_however_it_was_typed(typed, kept, kind):
    sender = tidy_sender(typed)
    validate_sender(sender)

    assert (sender, kind_of(sender)) == (kept, kind)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "typed", ["Ann Example", "ann@", "@", "com", "-x-.example", "a@b@c.example"]
)
def test_what_is_neither_is_refused(typed):
    with pytest.raises(ValidationError, match="Enter an email address or what stands after"):
        validate_sender(tidy_sender(typed))


@pytest.mark.no_database
@pytest.mark.parametrize("domain", ["gmail.com", "@btinternet.com", "gov.uk", "co.uk"])
def test_the_public_at_large_is_not_blocked(domain):
    with pytest.raises(ValidationError, match="Many people have an address at"):
        validate_sender(tidy_sender(domain))


@pytest.mark.parametrize("sender", [f"clerk@{given.DOMAIN}", given.DOMAIN, f"news.{given.DOMAIN}"])
def test_the_council_itself_is_never_blocked(ask, sender):
    with pytest.raises(Refused, match="This is the council itself"):
        ask(sender)


def test_a_domain_that_only_looks_like_the_councils_may_be_blocked(ask):
    assert ask(f"not{given.DOMAIN}").kind == SenderKind.DOMAIN


def test_the_action_refuses_what_the_form_refuses(ask):
    with pytest.raises(Refused, match="Enter an email address"):
        ask("Ann Example")


# Asking


def test_the_desk_is_given_a_task_and_no_mail_is_needed(ask, councillor):
    request = ask(reason="Adverts")

    assert (request.status, request.requested_by) == (FilterStatus.REQUESTED, councillor)
    assert tasks() == 1
    assert told(councillor) == []


def test_a_sender_is_asked_for_once_while_it_is_blocked(ask, desk):
    actions.carry_out_filter(request=ask(), by=desk)

    with pytest.raises(Refused, match="blocked already, or the desk has been asked"):
        ask("ADVERTS@shop.example")


def test_what_was_unblocked_may_be_asked_for_again(blocked, ask, desk):
    actions.remove_filter(request=blocked, by=desk)

    assert ask().pk != blocked.pk


def test_who_has_left_office_has_nothing_blocked(ask, desk):
    with pytest.raises(Refused, match="is not in office now"):
        ask(councillor=given.person(), by=desk)


def test_who_rings_the_desk_is_told_what_it_noted(ask, desk, councillor):
    request = ask(by=desk, via=AskedVia.PHONE)

    assert (request.requested_by, request.via) == (desk, AskedVia.PHONE)
    assert told(councillor) == ["Unwanted email: to be blocked"]


# Answering


def test_the_councillor_is_told_when_it_is_blocked(blocked, councillor, desk):
    assert (blocked.status, blocked.answered_by) == (FilterStatus.DONE, desk)
    assert tasks(TaskStatus.DONE) == 1
    assert told(councillor) == ["Unwanted email: blocked"]


def test_a_refusal_gives_its_reason(ask, desk, councillor):
    request = actions.refuse_filter(request=ask(), reason="A council service", by=desk)

    assert (request.status, request.refusal) == (FilterStatus.REFUSED, "A council service")
    assert tasks() == 0
    assert told(councillor) == ["Unwanted email: not blocked"]


def test_two_officers_answer_once(ask, desk):
    request = ask()
    actions.carry_out_filter(request=request, by=desk)

    with pytest.raises(Refused, match="is blocked"):
        actions.refuse_filter(request=request, reason="No", by=equipment.desk())


def test_a_request_is_withdrawn_before_it_is_done_and_not_after(ask, blocked, councillor):
    request = ask("other@shop.example")

    assert actions.withdraw_filter(request=request, by=councillor).status == FilterStatus.WITHDRAWN
    assert tasks(TaskStatus.DROPPED) == 1
    with pytest.raises(Refused, match="is blocked"):
        actions.withdraw_filter(request=blocked, by=councillor)


def test_no_mail_and_no_evidence_names_the_sender(blocked, councillor):
    notices = [part_of(row) for row in Notice.objects.filter(kind="filter_told")]

    assert all(SENDER not in part.subject + part.body for part in notices)
    assert not Entry.objects.filter(facts__contains="shop.example").exists()


# Unblocking


def test_the_councillor_asks_to_unblock_and_the_desk_does_it(blocked, councillor, desk):
    request = actions.ask_unblock(request=blocked, by=councillor)
    assert (request.standing, tasks()) == ("To be unblocked", 1)

    request = actions.remove_filter(request=request, by=desk)

    assert (request.status, request.standing) == (FilterStatus.REMOVED, "No longer blocked")
    assert tasks() == 0
    assert told(councillor)[-1] == "Unwanted email: no longer blocked"


def test_to_ask_twice_is_to_ask_once(blocked, councillor):
    first = actions.ask_unblock(request=blocked, by=councillor)
    again = actions.ask_unblock(request=blocked, by=councillor)

    assert first.unblock_asked_at == again.unblock_asked_at
    assert tasks() == 1


def test_what_is_not_blocked_is_not_unblocked(ask, councillor):
    told = "Unblocking the sender can’t be done: the request about a sender of 23 November 2026 is"
    with pytest.raises(Refused, match=told):
        actions.ask_unblock(request=ask(), by=councillor)


# Forgetting


@pytest.mark.parametrize(("days", "forgotten"), [(89, 0), (91, 1)])
def test_what_is_over_is_forgotten_after_90_days_with_its_history(
    blocked, ask, desk, days, forgotten
):
    actions.remove_filter(request=blocked, by=desk)
    ask("stays@shop.example")

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert actions.forget_filters() == forgotten
        assert actions.forget_filters() == 0

    senders = FilterRequest.history.filter(sender=SENDER)
    assert FilterRequest.objects.filter(sender=SENDER).exists() == (not forgotten)
    assert senders.exists() == (not forgotten)
    assert FilterRequest.objects.filter(sender="stays@shop.example").exists()


def test_a_refusal_is_over_too(ask, desk):
    actions.refuse_filter(request=ask(), reason="No", by=desk)

    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert actions.forget_filters() == 1


@pytest.mark.parametrize(("days", "forgotten"), [(29, 0), (31, 2)])
def test_who_left_office_a_month_ago_blocks_nobody(blocked, ask, councillor, days, forgotten):
    ask("other@shop.example")
    now = timezone.now()
    people.end_term(term=councillor.terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None)

    with time_machine.travel(now + timedelta(days=days)):
        assert actions.forget_filters() == forgotten

    assert tasks() == (0 if forgotten else 1)


def test_to_forget_one_more_takes_one_statement_more(ask, desk):
    def forget(*senders):
        for sender in senders:
            actions.refuse_filter(request=ask(sender), reason="No", by=desk)
        with (
            time_machine.travel(timezone.now() + timedelta(days=91)),
            CaptureQueriesContext(connection) as captured,
        ):
            assert actions.forget_filters() == len(senders)
        return len(captured)

    forget("once@shop.example")

    one = forget("one@shop.example")

    assert forget("two@shop.example", "three@shop.example") - one <= 1


# Pages


def test_a_councillor_asks_from_their_equipment_page(client, councillor):
    client.force_login(councillor)
    assert page("my_filters") in client.get(page("equipment")).text
    assert "They still need a way to reach their councillor" in client.get(page("ask_filter")).text

    answer = client.post(page("ask_filter"), {"sender": "@shop.example", "reason": ""})

    assert answer["Location"] == page("my_filters")
    assert "shop.example" in client.get(page("my_filters")).text


def test_a_wrong_sender_is_said_at_its_box(client, councillor):
    client.force_login(councillor)

    shown = client.post(page("ask_filter"), {"sender": "gmail.com"})

    assert "Many people have an address at gmail.com" in shown.text


def test_the_desk_records_a_call_and_does_it(client, desk, councillor):
    client.force_login(desk)
    sent = {"councillor": councillor.pk, "via": "phone", "sender": SENDER, "reason": "Adverts"}

    client.post(page("record_filter"), sent)
    request = FilterRequest.objects.get()
    assert "1 sender of email to block or unblock" in client.get(reverse("home")).text
    client.post(page("filter_step", request.pk, "done"))

    request.refresh_from_db()
    assert (request.status, request.via) == (FilterStatus.DONE, AskedVia.PHONE)
    assert "to block or unblock" not in client.get(reverse("home")).text


def test_the_list_of_what_is_to_do_holds_blocking_and_unblocking(client, ask, blocked, desk):
    actions.ask_unblock(request=blocked, by=desk)
    ask("other@shop.example")
    over = ask("third@shop.example")
    actions.carry_out_filter(request=over, by=desk)
    client.force_login(desk)

    shown = client.get(page("filter_requests"), {"todo": "on"})

    assert shown.context["page"].paginator.count == 2
    assert "To be unblocked" in shown.text


def test_the_councillor_sees_their_steps_and_the_desk_its_own(client, blocked, councillor, desk):
    client.force_login(councillor)
    shown = client.get(blocked.get_absolute_url()).text
    assert "Ask to unblock this sender" in shown
    assert "It is unblocked" not in shown

    client.post(page("filter_step", blocked.pk, "unblock"))
    assert "Ask to unblock" not in client.get(blocked.get_absolute_url()).text

    client.force_login(desk)
    assert "It is unblocked" in client.get(blocked.get_absolute_url()).text


def test_a_step_of_the_desk_is_not_the_councillors(client, ask, councillor):
    request = ask()
    client.force_login(councillor)

    assert client.post(page("filter_step", request.pk, "done")).status_code == 403
    assert client.post(page("filter_step", request.pk, "nonsense")).status_code == 404


def test_the_desk_says_why_not(client, ask, desk, councillor):
    request = ask()
    client.force_login(desk)

    client.post(page("refuse_filter", request.pk), {"reason": "It’s a council service."})

    client.force_login(councillor)
    assert "It’s a council service." in unescape(client.get(request.get_absolute_url()).text)


def test_nobody_sees_whom_another_councillor_blocks(client, ask):
    request = ask()
    client.force_login(given.councillor())

    assert client.get(request.get_absolute_url()).status_code == 404
    assert SENDER not in client.get(page("my_filters")).text


# The database


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"status": "lost"}, "status_known"),
        ({"kind": "person", "sender": "x.example"}, "kind_known"),
        ({"via": "pigeon"}, "via_known"),
        ({"sender": "ADVERTS@shop.example"}, "sender_in_small_letters"),
        ({"kind": "domain"}, "address_has_an_at"),
        ({"answered_at": None}, "answered_at_together"),
        ({"answered_at": None, "answered_by": None}, "answered_when_not_asked"),
        ({"refusal": "Because"}, "refused_with_reason"),
        ({"unblock_asked_at": timezone.now()}, "unblock_asked_at_together"),
        ({"removed_at": timezone.now()}, "removed_at_together"),
        ({"status": "removed"}, "removed_when_so"),
    ],
)
def test_the_database_holds_a_request_together(blocked, change, name):
    rows = models.QuerySet(FilterRequest).filter(pk=blocked.pk)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**change)


def test_the_database_unblocks_only_what_was_blocked(ask, councillor):
    rows = models.QuerySet(FilterRequest).filter(pk=ask().pk)

    with pytest.raises(IntegrityError, match="unblocked_after_it_was_blocked"):
        rows.update(unblock_asked_at=timezone.now(), unblock_asked_by=councillor)
