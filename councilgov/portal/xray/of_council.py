"""Rules about the portal itself: what the council has not entered, and clocks that stand still."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from consent.models import ProcessingTerms
from councilgov.access import Right
from councilgov.days import day_in_words
from councilgov.elections.closing.calendar import Calendar
from councilgov.ledger.models import Seal, Wait
from councilgov.notices.models import Notice, State
from councilgov.people.models import ClosureDay, Council
from councilgov.portal.checks import REVIEWED_ON, statement_is_reviewed
from councilgov.portal.xray.rule import Alone, Count, Each, Found, Severity, Way
from devices.models import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from councilgov.portal.xray.looking import Look

SEALED_WITHIN = timedelta(hours=1)
"""The sealer runs each minute."""
SENT_WITHIN = timedelta(days=1)
"""A reminder waits for the next morning at most."""
HEAD_TOLD_WITHIN = timedelta(days=2)
CHANGES = Right.CHANGE_SETTINGS
UPKEEP = _lazy("Whoever runs the portal’s server")
OF_EQUIPMENT = {
    "desk_hours": _lazy("When the service desk is open"),
    "desk_place": _lazy("Where people drop in at the service desk"),
    "desk_night_phone": _lazy("The phone number when the service desk is shut"),
}
"""What has a page on which it is changed."""
OF_COUNCIL = {
    "address": _lazy("The address of the council, for letters"),
    "email_domains": _lazy("The domains of the council’s email addresses"),
    "desk_phone": _lazy("The phone number of the ICT service desk"),
    "desk_email": _lazy("The email address of the ICT service desk"),
    "monitoring_officer_phone": _lazy("The phone number of the Monitoring Officer"),
    "monitoring_officer_email": _lazy("The email address of the Monitoring Officer"),
    "members_services_phone": _lazy("The phone number of members’ services"),
    "members_services_email": _lazy("The email address of members’ services"),
    "information_team_phone": _lazy("The phone number of the information management team"),
    "information_team_email": _lazy("The email address of the information management team"),
    "regulator_name": _lazy("The name of the regulator"),
    "regulator_url": _lazy("The web address of the regulator"),
    "regulator_phone": _lazy("The phone number of the regulator"),
}


def missing_settings(look: Look) -> Iterator[Found]:
    """What pages and letters show, and is empty."""
    page = Way(_lazy("Enter it"), "accounts:change_equipment_settings", CHANGES)
    for name, label in {**OF_EQUIPMENT, **OF_COUNCIL}.items():
        if not getattr(look.council, name):
            words = _("Missing: %(what)s.") % {"what": label}
            yield Found(words, name, ways=[page] if name in OF_EQUIPMENT else [])


def no_closure_days(look: Look) -> Any:
    """The council, where no day to come is entered on which it is closed."""
    to_come = ClosureDay.objects.filter(day__gte=look.today, is_holiday=False)
    return Council.objects.filter(~Exists(to_come))


def calendar_ends(look: Look) -> Iterator[Found]:
    """The list of bank holidays runs out within six months."""
    calendar = Calendar(look.council)
    if calendar.is_ending(look.today):
        told = _("Bank holidays are known until %(day)s only.")
        yield Found(told % {"day": day_in_words(calendar.last_holiday)})


def statement_is_old(_look: Look) -> Iterator[Found]:
    """Nobody has reviewed the accessibility statement for a year."""
    if statement_is_reviewed():
        told = _("The accessibility statement was last reviewed on %(day)s.")
        yield Found(told % {"day": day_in_words(REVIEWED_ON)})


def no_equipment_terms(_look: Look) -> Any:
    """The council, where it never published any."""
    return Council.objects.filter(~Exists(Terms.objects.all()))


def no_ward_terms(_look: Look) -> Any:
    """The council, where it never published any."""
    return Council.objects.filter(~Exists(ProcessingTerms.objects.all()))


def dead_notices(_look: Look) -> Any:
    return Notice.objects.dead()


def stuck_notices(look: Look) -> Any:
    return Notice.objects.undone().filter(due_at__lt=look.now - SENT_WITHIN)


def not_sealed(look: Look) -> Any:
    before = look.now - SEALED_WITHIN
    return Wait.objects.filter(entry__recorded_at__lt=before)


def head_not_told(look: Look) -> Any:
    """The last seal of two days ago or before, if no message about the ledger went out since."""
    before = look.now - HEAD_TOLD_WITHIN
    last = Seal.objects.filter(sealed_at__lte=before).order_by("-sequence").values("pk")[:1]
    told = Notice.objects.filter(
        kind="ledger_head", state=State.SENT, sent_at__gte=OuterRef("sealed_at")
    )
    return Seal.objects.filter(~Exists(told), pk__in=last)


MESSAGES = (Way(_lazy("See the messages"), "notices:unsent", Right.SEE_UNSENT_NOTICES),)
LEDGER = (Way(_lazy("See what was published"), "ledger:heads"),)
CLOCKS = (
    Count(
        key="stuck_notices",
        severity=Severity.SERIOUS,
        title=_lazy("Messages that wait for more than a day"),
        why=_lazy(
            "Alarms of the 72 hours, reminders and invitations go out as messages. If they wait, "
            "the worker of the portal stands still."
        ),
        rights=(Right.SEE_UNSENT_NOTICES,),
        mended_by=UPKEEP,
        ways=MESSAGES,
        rows=stuck_notices,
        told=ngettext_lazy(
            "%(n)s message has waited for more than a day.",
            "%(n)s messages have waited for more than a day.",
            "n",
        ),
    ),
    Count(
        key="dead_notices",
        severity=Severity.MEND,
        title=_lazy("Messages that could not be sent"),
        why=_lazy("Whoever was to be told does not know it: look at the address, or the server."),
        rights=(Right.SEE_UNSENT_NOTICES,),
        mended_by=_lazy("Members’ services, or an administrator"),
        ways=MESSAGES,
        rows=dead_notices,
        told=ngettext_lazy(
            "%(n)s message could not be sent.", "%(n)s messages could not be sent.", "n"
        ),
    ),
    Count(
        key="not_sealed",
        severity=Severity.SERIOUS,
        title=_lazy("Evidence that is not sealed within the hour"),
        why=_lazy(
            "Until it is sealed, nobody could prove that it was not changed. The portal seals each "
            "minute, so its clock stands still."
        ),
        rights=(Right.SEE_UPKEEP,),
        mended_by=UPKEEP,
        ways=LEDGER,
        rows=not_sealed,
        told=ngettext_lazy(
            "%(n)s piece of evidence waits for its seal for more than an hour.",
            "%(n)s pieces of evidence wait for their seal for more than an hour.",
            "n",
        ),
    ),
    Count(
        key="head_not_told",
        severity=Severity.MEND,
        title=_lazy("A head of the ledger that was not sent for two days"),
        why=_lazy(
            "Who has the head can prove that nothing before it was changed. It goes to the "
            "Monitoring Officer each morning, out of reach of whoever runs the server."
        ),
        rights=(Right.SEE_UPKEEP,),
        mended_by=UPKEEP,
        ways=LEDGER,
        rows=head_not_told,
        told=Alone(_lazy("The head of the ledger was not sent to anybody for two days.")),
    ),
)
ENTERED = (
    Count(
        key="no_equipment_terms",
        severity=Severity.MEND,
        title=_lazy("Terms of equipment that were never published"),
        why=_lazy(
            "Equipment is lent under terms (Members ICT Usage Protocol, Responsibilities). Without "
            "them nothing can be issued here."
        ),
        rights=(Right.PUBLISH_TERMS,),
        mended_by=_lazy("Monitoring Officer"),
        ways=(Way(_lazy("Publish terms"), "devices:terms"),),
        rows=no_equipment_terms,
        told=Alone(_lazy("There are no terms of equipment.")),
    ),
    Count(
        key="no_ward_terms",
        severity=Severity.MEND,
        title=_lazy("Terms of ward records that were never published"),
        why=_lazy(
            "The council keeps a councillor’s ward records as their processor, which takes a "
            "contract (UK GDPR, Article 28(3)). Without it no councillor can keep contacts here."
        ),
        rights=(Right.PUBLISH_WARD_TERMS,),
        mended_by=_lazy("Monitoring Officer, or information management officer"),
        ways=(Way(_lazy("Publish terms"), "consent:terms"),),
        rows=no_ward_terms,
        told=Alone(_lazy("There are no terms of ward records.")),
    ),
    Each(
        key="missing_settings",
        severity=Severity.MEND,
        title=_lazy("Settings of the council that are empty"),
        why=_lazy(
            "A loss is reported “immediately” by phone or at the desk (Members ICT Usage Protocol, "
            "Responsibilities): pages and letters say where."
        ),
        rights=(CHANGES,),
        mended_by=_lazy("Monitoring Officer, or an administrator"),
        find=missing_settings,
    ),
    Each(
        key="calendar_ends",
        severity=Severity.MEND,
        title=_lazy("Bank holidays that are known for six months or less"),
        why=_lazy(
            "Working days are counted with them, such as the ten of leavers (Members ICT Usage "
            "Protocol, Responsibilities). Past the end of the list no day can be worked out."
        ),
        rights=(Right.KEEP_CALENDAR, Right.SEE_UPKEEP),
        mended_by=UPKEEP,
        ways=(Way(_lazy("See the calendar"), "elections:calendar", Right.SEE_CALENDAR),),
        find=calendar_ends,
    ),
    Count(
        key="no_closure_days",
        severity=Severity.NOTE,
        title=_lazy("No closure days to come"),
        why=_lazy(
            "If the council closes between Christmas and New Year, those days are no working days, "
            "and every clock of working days is wrong without them."
        ),
        rights=(Right.KEEP_CALENDAR,),
        mended_by=_lazy("Members’ services"),
        ways=(
            Way(_lazy("Enter closure days"), "elections:close_days", Right.KEEP_CALENDAR),
            Way(_lazy("See the calendar"), "elections:calendar", Right.SEE_CALENDAR),
        ),
        rows=no_closure_days,
        told=Alone(_lazy("No closure days of the council are entered for the time to come.")),
    ),
    Each(
        key="statement_is_old",
        severity=Severity.NOTE,
        title=_lazy("An accessibility statement that nobody reviewed for a year"),
        why=_lazy(
            "The statement is kept up to date (Public Sector Bodies (Websites and Mobile "
            "Applications) (No. 2) Accessibility Regulations 2018, SI 2018/952, regulation 8)."
        ),
        rights=(Right.SEE_UPKEEP,),
        mended_by=UPKEEP,
        ways=(Way(_lazy("Read the statement"), "accessibility"),),
        find=statement_is_old,
    ),
)
RULES = (*CLOCKS, *ENTERED)
