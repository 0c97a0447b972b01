"""What puts right that a contact did not keep to a rule: links for the councillor alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.accepting.checks import is_to_accept
from consent.models import USABLE
from councilgov.days import today
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from consent.models import Contact, ContactPermission


class Fix(NamedTuple):
    """What was not as it should be, and the pages that put it right."""

    title: str
    text: str
    links: Sequence[tuple[str, str]] = ()


def fixes(contact: Contact) -> Iterator[Fix]:
    """What is left to put right after this contact; nothing, once it was."""
    if is_to_accept(contact.councillor, contact.capacity):
        yield _accept(contact)
    if contact.was_unpermitted:
        yield _ask(contact)
    if contact.was_unchecked and not _is_known(contact.permission):
        yield _check(contact)
    if contact.was_not_allowed:
        yield _use_another(contact)
    if contact.was_on_own_device:
        yield _enrol()


def _accept(contact: Contact) -> Fix:
    link = reverse("consent:accept_terms", query={"contact": contact.pk})
    return Fix(
        _("The terms of ward records have changed"),
        _(
            "What happened is saved all the same. Read the new terms and accept them: before that "
            "you can add nobody in your ward, and no new way to reach anybody."
        ),
        [(_("Read the terms"), link)],
    )


def _is_known(row: ContactPermission | None) -> bool:
    """It was checked since, or there is nothing left to check."""
    return row is not None and (row.status not in USABLE or row.is_usable(today()))


def _ask(contact: Contact) -> Fix:
    person = contact.constituent_id
    return Fix(
        _("Do you have their permission?"),
        _(
            "They had not agreed to be contacted in this way, or had taken it back. If they agree "
            "now, note it. If not, do not use it again. If it was before they took it back, remove "
            "this entry and log it again with the time."
        ),
        [
            (_("Note that they agree"), reverse("consent:add_permission", args=[person])),
            (_("Remove this entry"), reverse("consent:remove_contact", args=[contact.pk])),
        ],
    )


def _check(contact: Contact) -> Fix:
    row = contact.permission
    title = _("Was it them?")
    if row is None:
        told = _("This way to reach them is not noted. Note it, and how you know that it is them.")
        link = reverse("consent:add_permission", args=[contact.constituent_id])
        return Fix(title, told, [(_("Add a way to reach them"), link)])
    return Fix(
        title,
        _(
            "You had not checked for some months, or never, that it is them. Numbers go to "
            "somebody else, and phones are shared."
        ),
        [
            (_("I know that it is them"), reverse("consent:verify", args=[row.pk])),
            (_("It is somebody else’s"), reverse("consent:wrong_person", args=[row.pk])),
            (_("I no longer need this person"), forget(contact)),
        ],
    )


def forget(contact: Contact) -> str:
    return reverse("consent:forget_person", args=[contact.constituent_id])


def _use_another(contact: Contact) -> Fix:
    title = _("Use another way next time")
    told = _("The council does not allow %(channel)s: %(why)s") % {
        "channel": contact.channel,
        "why": contact.channel.why_not,
    }
    link = reverse("consent:add_permission", args=[contact.constituent_id])
    return Fix(title, told, [(_("Add a way to reach them"), link)])


def _enrol() -> Fix:
    title = _("Use a device that the council knows")
    if Council.objects.the().allows_personal_devices:
        return Fix(
            title,
            _(
                "Council and ward business belongs on a device that the council gave you or set "
                "up. The service desk can set up your own."
            ),
            [(_("Ask for my own device to be set up"), reverse("devices:ask_enrolment"))],
        )
    return Fix(
        title,
        _("Council and ward business belongs on a device that the council gave you."),
        [(_("See my council equipment"), reverse("devices:equipment"))],
    )
