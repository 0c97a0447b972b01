"""An invented breach that went further: reported to the regulator, and people who are told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.assessing.actions import advise
from breaches.checking.actions import check_risk
from breaches.deciding.actions import decide_people, decide_regulator
from breaches.notifying.actions import record_notification, save_answer
from breaches.reporting.actions import report_incident
from breaches.telling.actions import add_recipient, mark_told, word_letter
from breaches.triaging.actions import rule
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Assessment
    from councilgov.people.models import User

COPIED = 7
"""Place of the councillor in the list of all."""
LETTER = {
    "happened": "We sent a list with your name and address to three other people by mistake.",
    "consequences": "They may know that you asked the council for help.",
    "measures": "We asked them to delete the list, and two have done so.",
    "advice": "Take care with calls and visits that you do not expect. In danger, ring 999.",
    "contact": "Ring our Data Protection Officer. You need not say more than your name.",
}


def build_telling(councillors: Sequence[User]) -> None:
    """Four days ago a list went to the wrong people; three days ago the regulator was told."""
    with days_ago(4):
        row = _breach(councillors[COPIED])
    with days_ago(3):
        _decide(row)
        _report(row)
        _tell(row)


def _breach(councillor: User) -> Assessment:
    told = "A list of people who had asked for help went to three of them."
    noticed = timezone.now() - timedelta(hours=1)
    incident = report_incident(
        kind="wrong_person", happened=told, noticed_at=noticed, by=councillor
    )
    by = officer("information")
    rule(incident=incident, finding="confirmed", reason="It names 40 people.", by=by)
    row = incident.assessments.get()
    check_risk(assessment=row, is_living=True, likely="likely", high="yes", mitigated="no", by=by)
    return row


def _decide(row: Assessment) -> None:
    by, why = officer("monitoring"), "It says who has asked for help, and where they live."
    advise(assessment=row, advice="Tell the regulator and the people.", by=officer("dpo"))
    decide_regulator(assessment=row, is_notifiable=True, reason=why, by=by)
    decide_people(assessment=row, is_required=True, exemption="", reason=why, by=by)


def _report(row: Assessment) -> None:
    by = officer("information")
    for question, words in (
        ("how", "The whole list was attached in place of one line of it."),
        ("consequences", "Others know who asked the council for help."),
        ("taken", "All three were asked to delete it. Two have confirmed that they did."),
    ):
        save_answer(assessment=row, question=question, words=words, seen="", by=by)
    save_answer(assessment=row, question="people", least=38, most=40, seen="", by=by)
    save_answer(assessment=row, question="harm", is_unknown=True, seen="", by=by)
    record_notification(
        assessment=row,
        stage="initial",
        route="online",
        told_at=timezone.now(),
        reference="IC-000000-X0X0",
        unknown="Whether anybody has come to harm.",
        by=by,
    )


def _tell(row: Assessment) -> None:
    by = officer("information")
    word_letter(assessment=row, by=by, **LETTER)
    people = [
        add_recipient(assessment=row, full_name=name, how=how, where=where, by=by)
        for name, how, where in (
            ("Wren Tarn", "letter", "12 Example Street\nBarset\nZZ99 9ZZ"),
            ("Linnet Fell", "phone", "01632 960234"),
            ("Heron Beck", "message", "07700 900345"),
        )
    ]
    mark_told(recipient=people[0], told_how="letter", told_at=timezone.now(), by=by)
