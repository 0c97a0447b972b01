"""The lines of a case: what was done with a report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IncidentStep(TextChoices):
    """What was done about an incident."""

    RECORDED = "recorded", _("Reported")
    TAKEN_ON = "taken_on", _("Taken on")
    NOTE = "note", _("Note")
    SUSPECTED = "suspected", _("Found: personal data may be affected")
    CONFIRMED = "confirmed", _("Found: a breach of personal data")
    NOT_PERSONAL = "not_personal", _("Found: no personal data")
    INVOLVED = "involved", _("Somebody with a part in it noted")
    PART_TAKEN_BACK = "part_taken_back", _("Has no part in it after all")
    CONTROLLER = "controller", _("Controller added")
    AFFECTED = "affected", _("Councillors told that it is about their records")
    HANDED_OVER = "handed_over", _("Left to the councillor, who answers for it")
    SHARED = "shared", _("The councillor lets officers see it")
    AUTHORISED = "authorised", _("The councillor lets the council report for them")
    UNAUTHORISED = "unauthorised", _("The councillor no longer lets the council report for them")
    UNSHARED = "unshared", _("The councillor no longer lets officers see it")
    NOTICED = "noticed", _("Noticed at another time than was reported")
    AWARE = "aware", _("Moment of awareness set")
    TASKS = "tasks", _("Tasks opened")
    TASK_DONE = "task_done", _("Task done")
    TASK_DROPPED = "task_dropped", _("Task not needed")
    CONTAINED = "contained", _("Contained")
    UNCONTAINED = "uncontained", _("Not contained yet after all")
    SCORED = "scored", _("Severity worked out")
    ADVISED = "advised", _("Advice of the Data Protection Officer")
    REGULATOR = "regulator", _("Decided on telling the regulator")
    PEOPLE = "people", _("Decided on telling the people")
    NOTIFIED = "notified", _("Regulator told")
    REGULATOR_NUMBER = "regulator_number", _("Number of the regulator")
    RISK = "risk", _("Regulator’s questions answered")
    PEOPLE_TOLD = "people_told", _("People told")
    PUBLIC = "public", _("Made public")
    FILE = "file", _("File added")
    FILE_REMOVED = "file_removed", _("File removed")
    CONFIDENTIAL_ASKED = "confidential_asked", _("Asked to make it confidential")
    CONFIDENTIAL = "confidential", _("Made confidential")
    READER = "reader", _("Let in as a reader")
    READER_OUT = "reader_out", _("Taken off the list of readers")
    UNSEALED = "unsealed", _("Opened in an emergency")
    NOT_CONFIDENTIAL = "not_confidential", _("No longer confidential")
    FILED = "filed", _("Reference of the council’s register")
    FOLLOW_UP = "follow_up", _("Action set")
    FOLLOWED_UP = "followed_up", _("Action ended")
    REOPENED = "reopened", _("Opened again")
    CAUSE = "cause", _("Cause named")
    CLOSED = "closed", _("Closed")


FOR_EVERYBODY = frozenset(
    {
        IncidentStep.RECORDED,
        IncidentStep.TAKEN_ON,
        IncidentStep.SUSPECTED,
        IncidentStep.CONFIRMED,
        IncidentStep.NOT_PERSONAL,
        IncidentStep.CONTAINED,
        IncidentStep.FILE,
        IncidentStep.CONFIDENTIAL,
        IncidentStep.NOT_CONFIDENTIAL,
        IncidentStep.UNSEALED,
        IncidentStep.REOPENED,
        IncidentStep.CLOSED,
    }
)
"""How far it is: what whoever reported it reads of what officers do, without their words."""
