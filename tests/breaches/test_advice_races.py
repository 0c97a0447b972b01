"""Two at the same moment: one question, one answer, one end, and no word lost."""

import pytest
import time_machine

from breaches.advising import actions
from breaches.advising.sweeping import close_silent
from breaches.models import AdviceEntry, AdviceRequest
from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.breaches import asking
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_officers_who_answer_at_once_one_wins_and_no_word_is_lost(transactional_db):
    given.council()
    officers = [asking.monitoring(), given.officer(Role.DEPUTY_MONITORING_OFFICER)]
    row = asking.asked()

    found = at_once(
        *[lambda by=by: asking.answered(row, by=by, words=f"Words of {by.pk}.") for by in officers]
    )

    assert not any(isinstance(one, Exception) for one in found)
    row.refresh_from_db()
    (other,) = [one for one in officers if one != row.answered_by]
    assert row.answer == f"Words of {row.answered_by.pk}."
    assert AdviceEntry.objects.get(what="crossed").words == f"Words of {other.pk}."
    assert Notice.objects.filter(kind="advice_answered").count() == 1


def test_two_clicks_ask_once(transactional_db):
    given.council()
    councillor, key = given.councillor(), "8f7d3c1e-5a0b-4c7e-9d53-000000000001"

    found = at_once(*[lambda: asking.asked(by=councillor, sent_as=key)] * 3)

    assert len({one.pk for one in found}) == 1
    assert AdviceRequest.objects.count() == 1
    assert Notice.objects.filter(kind="advice_receipt").count() == 1


def test_silence_and_thanks_at_once_close_it_once(transactional_db):
    given.council()
    councillor, chief = given.councillor(), asking.monitoring()
    row = asking.answered(asking.asked(by=councillor), by=chief)

    with time_machine.travel("2027-03-01"):
        found = at_once(
            close_silent, close_silent, lambda: actions.accept_advice(asked=row, by=councillor)
        )

    row.refresh_from_db()
    assert row.status == "closed"
    ends = AdviceEntry.objects.filter(what__in=["silent", "accepted"]).count()
    assert ends == 1
    assert sum(one for one in found if isinstance(one, int)) == (0 if row.is_accepted else 1)
    assert isinstance(found[2], Refused) is not row.is_accepted


def test_who_takes_it_on_and_who_withdraws_it_at_once_leave_one_state(transactional_db):
    given.council()
    councillor, chief = given.councillor(), asking.monitoring()
    row = asking.asked(by=councillor)

    at_once(
        lambda: asking.taken_on(row, by=chief),
        lambda: actions.withdraw_advice(asked=row, by=councillor),
    )

    row.refresh_from_db()
    assert row.status == "withdrawn"
