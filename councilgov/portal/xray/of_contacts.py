"""Rules about permission to contact: totals alone, and nothing of any one councillor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, ngettext_lazy

from consent.counting.figures import stale_told
from consent.models import Channel
from councilgov.access import Right
from councilgov.portal.xray.rule import Count, Each, Found, Severity, Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from councilgov.portal.xray.looking import Look


def stale(_look: Look) -> Iterator[Found]:
    """To be checked again, as the page of totals tells it: nothing where that would tell of one."""
    if count := stale_told():
        told = ngettext(
            "%(n)s permission to contact is to be checked again.",
            "%(n)s permissions to contact are to be checked again.",
            count,
        )
        yield Found(told % {"n": f"{count:,}"}, n=count)


def to_classify(_look: Look) -> Any:
    return Channel.objects.to_classify()


RULES = (
    Count(
        key="to_classify",
        severity=Severity.MEND,
        title=_lazy("Channels that nobody classified"),
        why=_lazy(
            "“Technology is changing all the time” (Barnet policy, 1): what a councillor named has "
            "the strictest rules until somebody says which ones it has."
        ),
        rights=(Right.CLASSIFY_CHANNELS,),
        mended_by=_lazy("Information management officer"),
        ways=(
            Way(
                _lazy("See the channels"),
                "consent:channels",
                Right.CLASSIFY_CHANNELS,
                query="status=proposed",
            ),
        ),
        rows=to_classify,
        told=ngettext_lazy(
            "%(n)s channel is not classified.", "%(n)s channels are not classified.", "n"
        ),
    ),
    Each(
        key="stale_permissions",
        severity=Severity.NOTE,
        title=_lazy("Permissions to contact that are to be checked again"),
        why=_lazy(
            "“After a period of non-use it is wise to check they are still current … after, say 6 "
            "months” (Barnet policy, 1.3). Whose they are stands in no list of the council."
        ),
        rights=(Right.SEE_CONTACT_FIGURES,),
        mended_by=_lazy("Each councillor, of their own"),
        ways=(Way(_lazy("See the totals"), "consent:figures", Right.SEE_CONTACT_FIGURES),),
        find=stale,
    ),
)
