"""A councillor's own contacts, as something that comes in from a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consent.accepting.checks import is_to_accept
from consent.importing.applying import apply, consequences
from consent.importing.columns import COLUMNS, is_party_work
from consent.importing.judging import judge
from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.imports.importables import Importable
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


def counted(ways: int) -> str:
    """54 ways to reach people."""
    told = ngettext("%(n)s way to reach somebody", "%(n)s ways to reach people", ways)
    return told % {"n": f"{ways:,}"}


def check_may(councillor: User) -> None:
    """Raise ``Refused`` out of office, and before the terms of ward records are accepted: the file
    is one (UK GDPR Article 28).
    """
    if not councillor.may_act:
        raise Refused(_t("Only a councillor in office keeps a list of contacts."))
    if is_to_accept(councillor, Capacity.WARD):
        raise Refused(
            _t("Read and accept the terms of ward records first. Nothing was saved."),
            way=(
                reverse("consent:accept_terms", query={"import": "contacts"}),
                _t("Read the terms"),
            ),
        )


IMPORTABLES = [
    Importable(
        name="contacts",
        title=_("Bring in your contacts"),
        counted=counted,
        right=Right.KEEP_CONTACTS,
        columns=COLUMNS,
        judge=judge,
        apply=apply,
        page="consent:contacts",
        introduction=_(
            "One row for each way to reach somebody. To have a number is no permission to write to "
            "it: say how you know that you may, and when they agreed. What the file does not say "
            "is not taken for granted."
        ),
        consequences=consequences,
        is_own=True,
        is_never_kept=is_party_work,
        check_may=check_may,
    )
]
