"""What the page of an incident says of the report to the regulator and of telling the people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.machines import RUNNING
from breaches.models import Exemption, People
from breaches.notifying.actions import may_read, may_tell
from councilgov.days import moment_in_words
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breaches.models import Assessment
    from councilgov.forms.templatetags.govuk import Link, SummaryRow
    from councilgov.people.models import User


def lines(row: Assessment, user: User) -> Iterator[SummaryRow]:
    """For who reports for this controller: what the regulator's questions advise, how far the
    report is, and how many people were told.
    """
    told = list(row.notifications.all())
    said = ", ".join(map(str, told)) or _("Nothing sent yet")
    report = _("Report to the regulator")
    if not may_tell(row, user):
        yield _line(row, report, said, ("pack", _("Read")) if may_read(row, user) else None)
        if row.incident.erased_at and row.people == People.SENT:
            yield _line(row, _("Telling the people"), _people(row), None)
        return
    is_running = row.incident.status in RUNNING
    checked = row.risk_checks.first()
    advised = _("Not answered yet")
    if checked:
        advised = f"{checked} ({moment_in_words(checked.answered_at)})"
    asked = _("What the regulator asks")
    yield _line(row, asked, advised, ("check_risk", _("Answer")) if is_running else None)
    yield _line(row, report, said, ("pack", _("Open")))
    if told:
        yield _number(row)
    if _is_for_people(row):
        yield _line(row, _("Telling the people"), _people(row), ("people_to_tell", _("Open")))


def authorising(row: Assessment) -> Act:
    """What it means, to whom and for how long, before a councillor says so."""
    return Act(
        title=_("Let the council report for you"),
        caption=row.incident.reference,
        back=row.incident.get_absolute_url(),
        consequences=[
            _(
                "The Information Management Team, the Monitoring Officer and the Data Protection "
                "Officer see this breach, and all that you wrote about it."
            ),
            _("They get an email now, and do the tasks against more harm."),
            _("They tell the regulator about it in your name, if you decide that it is told."),
            _("What is decided stays yours: they can’t decide for you."),
            _(
                "You can take it back on the same page at any time. What the regulator was told "
                "until then stays told."
            ),
            _("We keep as evidence that you said this, and when."),
        ],
        question="",
        button=_("I authorise the council to report for me"),
        done=_("Thank you. The council may now report for you."),
        is_grave=False,
    )


def _number(row: Assessment) -> SummaryRow:
    """The regulator's, which comes some time after the report."""
    number = row.regulator_reference
    to = ("add_reference", _("Change") if number else _("Add"))
    return _line(row, _("The regulator’s number"), number or _("None yet"), to)


def _is_for_people(row: Assessment) -> bool:
    """They are told, in public or each; or some were on a list before it was decided otherwise."""
    if row.people in {People.REQUIRED, People.SENT} or row.exemption == Exemption.EFFORT:
        return True
    return row.people == People.NOT_REQUIRED and row.recipients.exists()


def _people(row: Assessment) -> str:
    """How many of how many; or where it was made public."""
    if notice := getattr(row, "public_notice", None):
        return _("Made public: %(place)s") % {"place": notice.place}
    if row.exemption == Exemption.EFFORT:
        return _("Not made public yet")
    count = {"told": row.recipients.told().count(), "all": row.recipients.count()}
    return _("%(told)s of %(all)s told") % count


def _line(row: Assessment, key: str, value: str, to: tuple[str, str] | None) -> SummaryRow:
    links: list[Link] = []
    if to:
        page, words = to
        href = reverse(f"breaches:{page}", args=[row.incident.reference, row.pk])
        links = [{"text": words, "href": href, "hidden": key}]
    return {"key": key, "value": value, "actions": links}
