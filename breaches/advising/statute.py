"""What the law says of members who showed a view before a decision. For help, and never as a
result: it says nothing of whether somebody's own mind is open.

The text is that of the Act, so it is not translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.deadlines import Nation
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Law(NamedTuple):
    """The section, where it can be read, and its words."""

    title: str
    href: str
    paragraphs: Sequence[str]


SECTION_25 = Law(
    title="Localism Act 2011, section 25",
    href="https://www.legislation.gov.uk/ukpga/2011/20/section/25",
    paragraphs=(
        "(1) Subsection (2) applies if— (a) as a result of an allegation of bias or "
        "predetermination, or otherwise, there is an issue about the validity of a decision of a "
        "relevant authority, and (b) it is relevant to that issue whether the decision-maker, or "
        "any of the decision-makers, had or appeared to have had a closed mind (to any extent) "
        "when making the decision.",
        "(2) A decision-maker is not to be taken to have had, or to have appeared to have had, a "
        "closed mind when making the decision just because— (a) the decision-maker had previously "
        "done anything that directly or indirectly indicated what view the decision-maker took, "
        "or would or might take, in relation to a matter, and (b) the matter was relevant to the "
        "decision.",
        "(3) Subsection (2) applies in relation to a decision-maker only if that decision-maker— "
        "(a) is a member (whether elected or not) of the relevant authority, or (b) is a co-opted "
        "member of that authority.",
    ),
)
OF_NATIONS: Mapping[str, Law] = {Nation.ENGLAND: SECTION_25, Nation.WALES: SECTION_25}
"""Subsection (4) names county borough councils and community councils, which only Wales has."""


def law_on_prior_views(nation: str) -> Law:
    """The section that holds in that nation. Raises ``Refused`` where none is built in."""
    if nation not in OF_NATIONS:
        raise Refused(
            _(
                "CouncilGov knows this law for England and Wales only. The Monitoring Officer "
                "knows which law applies to your council."
            )
        )
    return OF_NATIONS[nation]
