"""What somebody is told, composed from the report; and what may go on a phone: please ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breaches.notifying.pack import pack_of
from consent.sending.actions import identifiers_in, please_call
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from breaches.models import Assessment, Letter
    from councilgov.people.models import User

USUAL_ADVICE = gettext_lazy(
    "Be careful with calls, messages and letters that you do not expect. Nobody from the council "
    "will ask you for a password or for bank details. If somebody tries to use what they learnt, "
    "tell us, and if you are in danger ring 999."
)


def draft_of(row: Assessment) -> Mapping[str, str]:
    """The letter as the answers in the report would have it, to be put in plain words. What
    happened is not in it as long as only whoever reported it has said that: their words may name
    others, and are not those of who answers for it.
    """
    given = {one.question.slug: one for one in pack_of(row).given}
    known = {slug: one.words for slug, one in given.items()}
    done = [known["taken"], known["planned"]]
    return {
        "happened": known["what"] if given["what"].answer else "",
        "consequences": known["consequences"],
        "measures": "\n".join(part for part in done if part),
        "advice": str(USUAL_ADVICE),
        "contact": known["contact"],
    }


def parts_of(letter: Letter) -> Sequence[tuple[str, str]]:
    """The letter under its headings, with whom to complain to."""
    council = Council.objects.the()
    to = (council.regulator_name, council.regulator_phone, council.regulator_url)
    return [
        (_("What happened"), letter.happened),
        (_("What may come of it"), letter.consequences),
        (_("What we do about it"), letter.measures),
        (_("What you can do"), letter.advice),
        (_("Whom you can ask"), letter.contact),
        (_("If you are not content"), _("You can complain to: %(to)s") % {"to": ", ".join(to)}),
    ]


def names_in(*told: str) -> Sequence[str]:
    """Words of a letter that may name somebody: each copy goes to another person."""
    return [word for text in told for word in identifiers_in(text)]


def names_of(letter: Letter) -> Sequence[str]:
    return names_in(letter.happened, letter.consequences, letter.measures)


def call_me(row: Assessment, user: User) -> str:
    """What a message may say: to ring, and nothing else. A councillor’s are the council’s words."""
    if user.pk == row.councillor_id:
        return please_call(who=user)
    council = Council.objects.the()
    told = {
        "name": user.full_name,
        "council": council.name,
        "phone": user.phone or council.information_team_phone,
    }
    words = _("Hello, it’s %(name)s from %(council)s. Could you please call me on %(phone)s?")
    return words % told
