"""Councillors, as something that can be imported: see ``councilgov.imports.importables``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.arriving import modern_gov
from councilgov.arriving.applying import apply, consequences
from councilgov.arriving.columns import COLUMNS
from councilgov.arriving.judging import judge
from councilgov.arriving.leaving_out import absent, show_absent
from councilgov.imports.importables import KINDS_OF_FILE, Importable


def counted(rows: int) -> str:
    """54 councillors."""
    return ngettext("%(n)s councillor", "%(n)s councillors", rows) % {"n": f"{rows:,}"}


IMPORTABLES = [
    Importable(
        name="councillors",
        title=_("Bring in councillors"),
        counted=counted,
        right=Right.INVITE,
        columns=COLUMNS,
        judge=judge,
        apply=apply,
        page="accounts:people",
        onward=[("elections:new_members", _("See who is newly elected, and what they still need"))],
        exports=[modern_gov.EXPORT],
        introduction=_(
            "From Modern.gov or a spreadsheet: one row for each councillor in office. You are "
            "asked about wards and groups that are new, and about who may be the same person. "
            "Nobody leaves office by a file, and nobody is invited unless you say so. For the file "
            "of Modern.gov, open the address of your site, followed by "
            "/mgWebService.asmx/GetCouncillorsByWard, and save the page as it is."
        ),
        consequences=consequences,
        read=modern_gov.read,
        files=_("A CSV file, or the XML of Modern.gov,"),
        kinds_of_file=f"{KINDS_OF_FILE},.xml,text/xml,application/xml",
        absent=absent,
        show_absent=show_absent,
        absent_words=_("In office here, and not in the file"),
    )
]
