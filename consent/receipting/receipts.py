"""The receipt: what somebody agreed to, for themselves, in the fields of ISO/IEC TS 27560."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.models import LIVE, PermissionStatus, Purpose, Source, Verification
from councilgov.capacity import Capacity, Controller, controller
from councilgov.days import day_in_words, moment_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from consent.models import ContactPermission
    from councilgov.people.models import Council

    Line = tuple[str, str]

PURPOSES = {
    Purpose.CONTACT: _("To contact you about your case or council business, and nothing else"),
    Purpose.NEWSLETTER: _("To send you the ward newsletter, and nothing else"),
    Purpose.PUBLISH: _("To publish what you said or sent, and nothing else"),
}
SOURCES = {
    Source.ASKED: _("The councillor asked you"),
    Source.THEY_ASKED: _("You asked the councillor to use it"),
    Source.WROTE_FIRST: _("You wrote to the councillor first in this way"),
    Source.GAVE_DETAILS: _("You gave it to the councillor as a way to reach you"),
    Source.HANDED_ON: _("The councillor before handed it on, and told you so"),
}
CHECKS = {
    Verification.CALL_BACK: _("You rang after a test message"),
    Verification.ON_VIDEO: _("You were seen on a video call"),
    Verification.IN_PERSON: _("You showed it in person"),
    Verification.LETTER_OR_EMAIL: _("You answered by letter or email"),
}
STANDINGS = {
    PermissionStatus.ASKED: _("You were asked and have not answered yet"),
    PermissionStatus.REFUSED: _("You said no"),
    PermissionStatus.NO_REPLY: _("You were asked and did not answer: that is no permission"),
    PermissionStatus.DECLINED: _("The councillor uses another way to reach you"),
    PermissionStatus.WITHDRAWN: _("You took it back"),
    PermissionStatus.HANDLE_CHANGED: _("It is over: you have another number or name"),
    PermissionStatus.WRONG_PERSON: _("It is over: it was somebody else’s"),
}
AGREED = _("You agreed")


def lines_of(row: ContactPermission, council: Council) -> list[Line]:
    """What the receipt says, label and value, as it stands now; what is not known is left out."""
    lines = [*_what(row, council), *_how(row), *_rights(row, council)]
    return [(str(label), str(value)) for label, value in lines if value]


def _what(row: ContactPermission, council: Council) -> Iterator[Line]:
    moment = moment_in_words(timezone.now())
    yield _t("Receipt"), _t("Number %(pk)s, made on %(moment)s") % {"pk": row.pk, "moment": moment}
    yield _t("Your name"), row.constituent.full_name
    yield _t("Given to"), _t("Councillor %(name)s") % {"name": row.councillor.full_name}
    yield _t("They act"), row.constituent.get_capacity_display()
    yield _t("Who answers for your data"), _answers(row, council)
    yield _t("What for"), str(PURPOSES[Purpose(row.purpose)])
    yield _t("In which way"), str(row.channel)
    yield _t("Your number, address or user name"), row.handle


def _answers(row: ContactPermission, council: Council) -> str:
    """The controller (UK GDPR Article 4(7))."""
    who = controller(Capacity(row.constituent.capacity))
    if who == Controller.COUNCILLOR:
        return _t("Councillor %(name)s") % {"name": row.councillor.full_name}
    return council.name if who == Controller.COUNCIL else str(who.label)


def _how(row: ContactPermission) -> Iterator[Line]:
    yield _t("How it came about"), str(SOURCES[Source(row.source)])
    if row.asked_on:
        yield _t("When you were asked"), f"{day_in_words(row.asked_on)}, {row.asked_how}"
        yield _t("In which words"), row.words
    told = _t("You were told that you can say no, and change your mind")
    yield _t("Your choice"), told if row.was_told_of_choice else ""
    yield _t("Where it stands"), str(STANDINGS.get(PermissionStatus(row.status), AGREED))
    since = row.ended_on or row.answered_on or row.asked_on
    yield _t("Since"), day_in_words(since) if since else ""
    if row.verified_on:
        how = CHECKS[Verification(row.verified_how)]
        checked = {"day": day_in_words(row.verified_on), "how": how}
        yield _t("How it was checked that it is you"), _t("%(how)s, on %(day)s") % checked


def _rights(row: ContactPermission, council: Council) -> Iterator[Line]:
    reach = ", ".join(way for way in (row.councillor.phone, row.councillor.email) if way)
    if row.status in LIVE:
        yield (
            _t("How to take it back"),
            _t(
                "Tell the councillor in any way you like, for example here: %(reach)s. You need "
                "not say why, and it counts at once. You can also ask them for a link."
            )
            % {"reach": reach},
        )
    yield (
        _t("What else you can ask"),
        _t("For a copy of all that is held about you, and to have it corrected or deleted"),
    )
    to = (council.regulator_name, council.regulator_phone, council.regulator_url)
    yield _t("Whom to complain to"), ", ".join(to)
