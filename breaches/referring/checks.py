"""What stands in the way of handing a matter over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.records import Refused

if TYPE_CHECKING:
    from django.db.models import Model

    from councilgov.people.models import User


def check_sees_source(about: Model, by: User) -> None:
    """Raise ``Refused`` for a record that this officer does not see: they could not know of it."""
    seen = getattr(type(about)._default_manager, "visible_to", None)
    if seen and not seen(by).filter(pk=about.pk).exists():
        raise Refused(_("You do not see the record that this is about."))
