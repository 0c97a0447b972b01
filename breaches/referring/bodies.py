"""Who deals with complaints about a councillor's conduct, and by which law, nation by nation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.deadlines import Nation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

BODIES: Mapping[str, StrOrPromise] = {
    Nation.ENGLAND: _(
        "The Monitoring Officer deals with it under the council’s own arrangements (Localism Act "
        "2011, section 28(6))."
    ),
    Nation.WALES: _(
        "The Public Services Ombudsman for Wales looks into complaints about conduct (Local "
        "Government Act 2000, Part III). The Monitoring Officer decides whether it goes there."
    ),
    Nation.SCOTLAND: _(
        "The Ethical Standards Commissioner looks into complaints about conduct, and the Standards "
        "Commission for Scotland decides (Ethical Standards in Public Life etc. (Scotland) Act "
        "2000). The Monitoring Officer decides whether it goes there."
    ),
    Nation.NORTHERN_IRELAND: _(
        "The Northern Ireland Local Government Commissioner for Standards looks into complaints "
        "about conduct, and decides (Local Government Act (Northern Ireland) 2014, Part 9). The "
        "Monitoring Officer decides whether it goes there."
    ),
}
"""Where it is handed on to. The portal sends nothing there."""


def body_of(nation: str) -> StrOrPromise:
    """Who deals with it there, and by which law."""
    return BODIES[nation]
