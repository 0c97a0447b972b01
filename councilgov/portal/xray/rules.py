"""Every rule, the most serious first: the whole of what the X-ray looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.portal.xray import (
    of_contacts,
    of_council,
    of_devices,
    of_incidents,
    of_leavers,
    of_people,
    of_policies,
    of_texts,
)
from councilgov.portal.xray.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.portal.xray.rule import Rule

_BY_AREA: Sequence[Rule] = (
    *of_incidents.RULES,
    *of_leavers.RULES,
    *of_devices.RULES,
    *of_policies.RULES,
    *of_texts.RULES,
    *of_people.RULES,
    *of_contacts.RULES,
    *of_council.RULES,
)
RULES: Sequence[Rule] = sorted(_BY_AREA, key=lambda rule: list(Severity).index(rule.severity))
