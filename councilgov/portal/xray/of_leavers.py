"""Rules about who leaves office, is elected or is suspended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count as CountOf
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, ngettext_lazy

from consent.models import SocialAccount
from councilgov.access import Right
from councilgov.elections.declaring.newly import lapsed
from councilgov.elections.models import Contest
from councilgov.offboarding.models import OffboardingCase
from councilgov.people.models import Suspension, User
from councilgov.portal.xray.rule import Count, Each, Found, Severity, Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from councilgov.portal.xray.looking import Look

SEES = Right.SEE_OFFBOARDING


def late_leavers(look: Look) -> Any:
    return OffboardingCase.objects.visible_to(look.user).overdue(look.today)


def not_closed(look: Look) -> Any:
    return Suspension.objects.visible_to(look.user).to_close(look.now)


def not_opened(look: Look) -> Any:
    return Suspension.objects.visible_to(look.user).to_open(look.now)


def not_declared(_look: Look) -> Any:
    return lapsed()


def late_results(look: Look) -> Any:
    return Contest.objects.late(look.today)


def social_accounts(look: Look) -> Iterator[Found]:
    """Accounts that the council gave to a councillor who is out of office: how many, and whose. Of
    accounts of their own nothing is asked.
    """
    there = SocialAccount.objects.filter(is_provided=True).order_by()
    left = there.exclude(councillor__in=User.objects.councillors(look.now))
    people = left.values_list("councillor", "councillor__full_name").annotate(n=CountOf("pk"))
    for person, name, count in people.order_by("councillor__sorts_as", "councillor"):
        told = ngettext(
            "%(name)s left office with %(n)s social media account of the council.",
            "%(name)s left office with %(n)s social media accounts of the council.",
            count,
        )
        case = Way(_lazy("See their leaving"), "offboarding:case_of", SEES, [person])
        yield Found(told % {"name": name, "n": count}, str(person), count, ways=[case])


def board(text: Any, query: str) -> tuple[Way, ...]:
    return (Way(text, "offboarding:board", SEES, query=query),)


def suspensions(query: str) -> tuple[Way, ...]:
    return (Way(_lazy("See the decisions"), "offboarding:suspensions", SEES, query=query),)


RULES = (
    Count(
        key="late_leavers",
        severity=Severity.SERIOUS,
        title=_lazy("Leavers past their ten working days"),
        why=_lazy(
            "Access to Council electronic systems “will be suspended and terminated within ten "
            "working days” (Members ICT Usage Protocol, Responsibilities)."
        ),
        rights=(SEES,),
        mended_by=_lazy("Members’ services and the ICT service desk"),
        ways=board(_lazy("See the leavers"), "status=overdue"),
        rows=late_leavers,
        told=ngettext_lazy(
            "%(n)s leaver is past the working days in which all is to be done.",
            "%(n)s leavers are past the working days in which all is to be done.",
            "n",
        ),
    ),
    Each(
        key="social_accounts",
        severity=Severity.SERIOUS,
        title=_lazy("The council’s social media accounts with people who left"),
        why=_lazy(
            "Whoever holds the account speaks as the council. What a council provides is official "
            "(Social Media Protocol, Do), and its facilities are surrendered on leaving (Members "
            "ICT Usage Protocol, Responsibilities)."
        ),
        rights=(SEES,),
        mended_by=_lazy("ICT service desk"),
        find=social_accounts,
    ),
    Count(
        key="not_declared",
        severity=Severity.SERIOUS,
        title=_lazy("Councillors whose time to declare is over"),
        why=_lazy(
            "Unless the declaration of acceptance is made within two months, the office becomes "
            "vacant (Local Government Act 1972, section 83)."
        ),
        rights=(Right.SEE_ELECTIONS,),
        mended_by=_lazy("Members’ services"),
        ways=(
            Way(_lazy("See who is newly elected"), "elections:new_members", Right.SEE_ELECTIONS),
        ),
        rows=not_declared,
        told=ngettext_lazy(
            "%(n)s councillor has made no declaration of acceptance, and the time for it is over.",
            "%(n)s councillors have made no declaration of acceptance, and the time for it is "
            "over.",
            "n",
        ),
    ),
    Count(
        key="late_results",
        severity=Severity.SERIOUS,
        title=_lazy("Wards without a confirmed result on the day of change"),
        why=_lazy(
            "Councillors retire on the fourth day after the ordinary day of election, and the "
            "newly elected come into office (Local Government Act 1972, section 7). Until it is "
            "confirmed the portal takes the old ones for councillors."
        ),
        rights=(Right.SEE_ELECTIONS,),
        mended_by=_lazy("Members’ services"),
        ways=(Way(_lazy("See the elections"), "elections:elections", Right.SEE_ELECTIONS),),
        rows=late_results,
        told=ngettext_lazy(
            "%(n)s ward has no confirmed result, and the day of change has come.",
            "%(n)s wards have no confirmed result, and the day of change has come.",
            "n",
        ),
    ),
    Count(
        key="not_closed",
        severity=Severity.SERIOUS,
        title=_lazy("Access that is to be closed by a decision, and is still open"),
        why=_lazy(
            "A suspension, or withdrawal of facilities, is carried out as it was decided: until "
            "the desk closes access, it stands on paper alone."
        ),
        rights=(SEES,),
        mended_by=_lazy("ICT service desk"),
        ways=suspensions("desk=close"),
        rows=not_closed,
        told=ngettext_lazy(
            "By %(n)s decision access is to be closed, and it is still open.",
            "By %(n)s decisions access is to be closed, and it is still open.",
            "n",
        ),
    ),
    Count(
        key="not_opened",
        severity=Severity.SERIOUS,
        title=_lazy("Access that is still closed by a decision that is over"),
        why=_lazy(
            "Nobody is kept out for longer than was decided: a councillor without access cannot "
            "do the work that they were elected for."
        ),
        rights=(SEES,),
        mended_by=_lazy("ICT service desk"),
        ways=suspensions("desk=open"),
        rows=not_opened,
        told=ngettext_lazy(
            "%(n)s suspension, or withdrawal of facilities, is over, and access is still closed.",
            "%(n)s suspensions, or withdrawals of facilities, are over, and access is still "
            "closed.",
            "n",
        ),
    ),
)
