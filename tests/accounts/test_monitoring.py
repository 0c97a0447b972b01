"""What goes to the Monitoring Officer goes to the deputies too."""

from councilgov.access import Role
from councilgov.accounts.monitoring import tell_monitoring
from councilgov.notices.models import Notice
from tests import given


def test_both_are_told_once_and_nobody_who_cannot_come_in():
    given.council()
    chief = given.officer(Role.MONITORING_OFFICER)
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    given.officer(Role.MEMBERS_SERVICES)
    away = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    away.set_unusable_password()
    away.keep(by=None, why="Not invited yet")
    row = given.policy()

    counts = [tell_monitoring(kind="ledger_head", cause="7", about=row) for _twice in range(2)]

    assert counts == [2, 2]
    assert {notice.to for notice in Notice.objects.all()} == {chief, deputy}
    assert Notice.objects.count() == 2
