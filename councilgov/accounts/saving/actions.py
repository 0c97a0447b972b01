"""People keep the filters of a register under a name, for themselves or for their role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from councilgov.accounts.models import SavedView
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def save_view(*, path: str, query: str, name: str, role: str, by: User) -> SavedView:
    """What somebody looks at now can be looked at again. Raises ``Refused`` for a name they used
    for this register before, and for a role that is not theirs.
    """
    return _kept(SavedView(owner=by, path=path, query=query), name, role)


@transaction.atomic
def change_view(*, view: SavedView, name: str, role: str, by: User) -> SavedView:
    """It gets another name, or is shared or no longer. Raises ``Refused`` as ``save_view``."""
    return _kept(_own(view, by), name, role)


@transaction.atomic
def remove_view(*, view: SavedView, by: User) -> None:
    """It is forgotten, for whomever it was shared with too."""
    _own(view, by).delete()


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
