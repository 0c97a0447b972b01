"""The edges of the rules that no page leads to."""

from datetime import timedelta

import pytest

from consent.adding.actions import add_person
from consent.channelling.rules import rules_in_words
from consent.models import Channel, ChannelStatus, Official
from consent.sending.names import greeted
from consent.sending.numbers import is_nhs_number
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.records import Refused
from tests import given
from tests.consent import people


def test_only_a_councillor_in_office_keeps_contacts():
    given.council()

    with pytest.raises(Refused, match="Only a councillor in office"):
        add_person(full_name="Sam", capacity=Capacity.WARD, by=given.officer(Role.ICT_DESK))


def test_what_was_official_is_moved_on_the_day_of_the_contact_or_later():
    given.council()
    row = people.verified()

    assert people.contacted(row, official=Official.MOVED, moved_on=today()).moved_on == today()
    with pytest.raises(Refused, match="before you were in touch"):
        people.contacted(row, official=Official.MOVED, moved_on=today() - timedelta(days=1))


def test_of_a_channel_that_is_not_allowed_it_is_said_why():
    channel = Channel(status=ChannelStatus.NOT_ALLOWED, why_not="It keeps no record.")

    assert rules_in_words(channel) == ["Your council does not allow it: It keeps no record."]


@pytest.mark.parametrize("text", ["Hello Council,", "Dear Sir,"])
def test_an_office_that_is_greeted_is_nobody(text):
    assert list(greeted(text)) == []


@pytest.mark.parametrize("number", ["", "943 476 591", "943 476 59190"])
def test_a_number_of_another_length_is_none_of_the_nhs(number):
    assert not is_nhs_number(number)
