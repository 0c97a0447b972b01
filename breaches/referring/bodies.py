"""Who deals with complaints about a councillor's conduct, nation by nation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.deadlines import Nation
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

BODIES: Mapping[str, StrOrPromise] = {
    Nation.ENGLAND: gettext_lazy(
        "The Monitoring Officer deals with it under the council’s own arrangements (Localism Act "
        "2011, section 28(6))."
    ),
    Nation.WALES: gettext_lazy(
        "The Public Services Ombudsman for Wales deals with complaints about conduct. The "
        "Monitoring Officer decides whether it goes there."
    ),
    Nation.SCOTLAND: gettext_lazy(
        "The Ethical Standards Commissioner deals with complaints about conduct, and the Standards "
        "Commission decides. The Monitoring Officer decides whether it goes there."
    ),
}
"""Of Northern Ireland nothing is built in: a wrong address would be worse than none."""


def body_of(nation: str) -> StrOrPromise:
    """Who deals with it there. Raises ``Refused`` for a nation of which nothing is built in."""
    if nation not in BODIES:
        raise Refused(
            _(
                "Who deals with the conduct of councillors in this nation is not built in. Hand it "
                "over outside the portal."
            )
        )
    return BODIES[nation]
