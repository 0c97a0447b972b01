"""What somebody holds of the council's, or noted as a councillor, has become less or more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Collection


def holdings_changed(people: Collection[int | None]) -> None:
    """Other parts of the portal follow what these people hold, in the transaction in which that
    changes (``settings.WHEN_HOLDINGS_CHANGE``): nobody is asked for what is here already.
    """
    found = [person for person in people if person is not None]
    for name in settings.WHEN_HOLDINGS_CHANGE:
        import_string(name)(found)
