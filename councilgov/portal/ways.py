"""What an officer may do at any time, each by the right that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from councilgov.access import Right
from councilgov.people.models import Council
from councilgov.portal.contacting import shared_with
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User

WAYS: Sequence[tuple[StrOrPromise, Sequence[tuple[Right, StrOrPromise, str]]]] = (
    (
        _lazy("Across the portal"),
        ((Right.SEE_XRAY, _lazy("See what does not fit together (X-ray)"), "xray:findings"),),
    ),
    (
        _lazy("Breaches, complaints and conduct"),
        (
            (
                Right.SEE_LOSS_REPORTS,
                _lazy("See whom to ring back about a loss"),
                "breaches:loss_reports",
            ),
            (
                Right.SEE_REFERRALS,
                _lazy("See matters of conduct handed to you"),
                "breaches:referrals",
            ),
            (
                Right.SEE_COMPLAINTS,
                _lazy("See complaints about personal information"),
                "breaches:complaints",
            ),
        ),
    ),
    (
        _lazy("Policies"),
        (
            (Right.RECORD_DECISION, _lazy("Record a decision"), "policies:decisions"),
            (Right.SEE_DRAFTS, _lazy("See the policies that are being drafted"), "policies:drafts"),
            (Right.SEE_REGISTER, _lazy("See who has signed"), "policies:register"),
            (Right.SEE_ANNUAL_REPORT, _lazy("See the yearly report"), "policies:annual_reports"),
            (Right.SEE_HOLDS, _lazy("See access holds"), "policies:holds"),
            (Right.SETTLE_DISPUTE, _lazy("See disputed signatures"), "policies:disputes"),
            (Right.GRANT_EXEMPTION, _lazy("See who is exempt from signing"), "policies:exemptions"),
            (Right.SEE_STATEMENTS, _lazy("Read objections and refusals"), "policies:statements"),
        ),
    ),
    (
        _lazy("Equipment"),
        (
            (Right.ISSUE_DEVICES, _lazy("Issue devices"), "devices:issue_devices"),
            (Right.KEEP_DEVICES, _lazy("Add a device"), "devices:add_device"),
            (Right.KEEP_DEVICES, _lazy("Import devices from a spreadsheet"), "imports:imports"),
            (Right.SEE_DEVICES, _lazy("See who accepted what equipment"), "devices:issues"),
            (Right.SEE_DEVICES, _lazy("See what was returned"), "devices:returns"),
            (Right.SEE_DEVICES, _lazy("See what is recalled or with the desk"), "devices:recalls"),
            (Right.RECALL_DEVICES, _lazy("Offer slots for bringing in equipment"), "devices:slots"),
            (Right.SEE_DEVICES, _lazy("See the audits of equipment"), "devices:audits"),
            (Right.SEE_DEVICES, _lazy("See who is insured"), "devices:insurance_register"),
            (
                Right.SEE_DEVICE_FIGURES,
                _lazy("See what equipment was not returned"),
                "devices:not_returned",
            ),
            (Right.SEE_DEVICE_FIGURES, _lazy("See figures of loss and return"), "devices:figures"),
            (Right.SEE_LOSSES, _lazy("See what is lost, stolen or damaged"), "devices:losses"),
            (Right.SEE_MISUSE, _lazy("See cases of misuse"), "devices:misuse_cases"),
            (
                Right.ENTER_INVOICE,
                _lazy("See what is charged for equipment"),
                "devices:misuse_cases",
            ),
            (Right.PRINT_LABELS, _lazy("Print labels for devices"), "devices:labels"),
            (Right.SEE_FOUND_REPORTS, _lazy("See what was found"), "devices:found_reports"),
            (Right.DO_FILTERS, _lazy("See whose email is filtered"), "devices:filter_requests"),
        ),
    ),
    (
        _lazy("Contacts"),
        (
            (
                Right.CLASSIFY_CHANNELS,
                _lazy("See the channels and their rules"),
                "consent:channels",
            ),
            (
                Right.SEE_CONTACT_FIGURES,
                _lazy("See figures of permission to contact"),
                "consent:figures",
            ),
            (
                Right.OPEN_WARD_RECORD,
                _lazy("Open ward records, and see when you did"),
                "consent:openings",
            ),
            (
                Right.OVERSEE_OPENINGS,
                _lazy("See which ward records were opened"),
                "consent:openings",
            ),
            (Right.HOLD_RECORDS, _lazy("Keep contacts for a request or a case"), "consent:holds"),
            (
                Right.READ_COUNCIL_RECORDS,
                _lazy("Find somebody in the records of council work"),
                "consent:enquiries",
            ),
            (Right.SEE_LEAVERS, _lazy("See whose contacts are sealed"), "consent:leavers"),
        ),
    ),
    (
        _lazy("People"),
        (
            (Right.INVITE, _lazy("Add somebody and invite them"), "accounts:invite"),
            (Right.INVITE, _lazy("Bring in councillors from a file"), "imports:imports"),
            (
                Right.KEEP_OFFBOARDING,
                _lazy("Write to people who left office"),
                "offboarding:letters",
            ),
            (
                Right.SEE_OFFBOARDING,
                _lazy("See who is suspended, or without facilities"),
                "offboarding:suspensions",
            ),
            (Right.SEE_ELECTIONS, _lazy("See elections and their results"), "elections:elections"),
            (Right.KEEP_ELECTIONS, _lazy("Upload results of an election"), "imports:imports"),
            (Right.SEE_NEWLY_ELECTED, _lazy("See who is newly elected"), "elections:new_members"),
            (Right.SEE_CALENDAR, _lazy("See which days do not count"), "elections:calendar"),
            (
                Right.SEE_PEOPLE,
                _lazy("See everybody and whether they can sign in"),
                "accounts:people",
            ),
        ),
    ),
    (
        _lazy("Settings"),
        (
            (Right.KEEP_DEVICES, _lazy("See the kinds of device"), "devices:kinds"),
            (Right.PUBLISH_TERMS, _lazy("Change the terms of equipment"), "devices:terms"),
            (Right.INVITE, _lazy("Enter committees and who sits on them"), "accounts:committees"),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Change the rules of signing"),
                "accounts:change_settings",
            ),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Change the rules of equipment"),
                "accounts:change_equipment_settings",
            ),
            (Right.CHANGE_SETTINGS, _lazy("Change the rules of contacts"), "consent:change_rules"),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Change how long contacts are kept"),
                "consent:change_months",
            ),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Publish figures of incidents"),
                "breaches:change_statistics",
            ),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Change how long reports are kept"),
                "breaches:change_keeping",
            ),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Change how long the log of what was blocked is kept"),
                "consent:change_log_months",
            ),
            (
                Right.CHANGE_SETTINGS,
                _lazy("Change how long complaints are kept"),
                "breaches:change_complaint_months",
            ),
            (
                Right.CLASSIFY_CHANNELS,
                _lazy("Change the words of test messages"),
                "consent:wordings",
            ),
            (Right.PUBLISH_WARD_TERMS, _lazy("Change the terms of ward records"), "consent:terms"),
            (
                Right.KEEP_SYSTEMS,
                _lazy("Name the systems that councillors sign in to"),
                "offboarding:systems",
            ),
        ),
    ),
)
"""Each group by its heading, settings and what is changed once in a while last."""


class Group(NamedTuple):
    """Some of them, under a heading."""

    heading: str
    ways: Sequence[Way]


def ways(user: User) -> Iterator[Group]:
    """What an officer may do here at any time, and what is shared with somebody: what is not empty
    of each group.
    """
    more = {"consent:": list(shared_with(user)), "policies:": list(_of_group(user))}
    for heading, lines in WAYS:
        (_right, _text, first), *_rest = lines
        found = more.pop(f"{first.partition(':')[0]}:", [])
        allowed = [line for line in lines if user.has_perm(line[0])]
        found += [Way(str(text), reverse(page)) for _right, text, page in allowed]
        if found:
            yield Group(str(heading), found)


def _of_group(user: User) -> Iterator[Way]:
    if user.has_perm(Right.SEE_OWN_GROUP) and Council.objects.the().leaders_decision:
        yield Way(_("See who in your group has signed"), reverse("policies:group"))
