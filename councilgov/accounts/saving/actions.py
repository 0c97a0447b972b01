"""People keep the filters of a register under a name, for themselves or for their role."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councilgov.accounts.models import LONGEST_PATH, LONGEST_QUERY, SavedView
from councilgov.forms.sealing import SOUGHT
from councilgov.forms.text import is_storable
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def save_view(*, path: str, query: str, name: str, role: str, by: User) -> SavedView:
    """What somebody looks at now can be looked at again. Raises ``Refused`` for a name they used
    for this register before, for a role that is not theirs, and as ``check_filters`` does.
    """
    check_filters(path, query)
    return _kept(SavedView(owner=by, path=path, query=query), name, role)


@transaction.atomic
def change_view(*, view: SavedView, name: str, role: str, by: User) -> SavedView:
    """It gets another name, or is shared or no longer. Raises ``Refused`` as ``save_view``."""
    return _kept(_own(view, by), name, role)


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """It is forgotten, for whomever it was shared with too."""
    _own(view, by).delete()


@transaction.atomic
def stop_sharing(*, view: SavedView, by: User) -> SavedView:
    """A view that is shared with a role is its owner's alone from now on. Whoever has the role may
    do so: its owner may have left the council. Raises ``Refused`` for anybody else.
    """
    shared = SavedView.objects.filter(pk=view.pk, role__in=by.roles).select_for_update()
    found = shared.first()
    if found is None:
        raise Refused(_("This view is not shared with you any more."))
    found.role = ""
    found.save()
    return found


def check_filters(path: str, query: str) -> None:
    """Raise ``Refused`` for filters that no view can hold."""
    is_short = len(path) <= LONGEST_PATH and len(query) <= LONGEST_QUERY
    if not is_short or not is_storable([path, query]):
        raise Refused(_("These filters can’t be kept: they are too long. Use fewer of them."))
    if SOUGHT in parse_qs(query):
        told = _("A search can’t be kept as a view: it ends when you sign out. Clear it first.")
        raise Refused(told)


def _own(view: SavedView, by: User) -> SavedView:
    found = SavedView.objects.owned_by(by).select_for_update().filter(pk=view.pk).first()
    if found is None:
        raise Refused(_("This view is not yours, or it was removed."))
    return found


def _kept(view: SavedView, name: str, role: str) -> SavedView:
    if role and role not in view.owner.roles:
        raise Refused(_("You can share it only with a role that you have."), field="role")
    view.name, view.role = " ".join(name.split()), role
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(
            _("You have a view of this name already. Choose another name."), field="name"
        ) from error
    return view
