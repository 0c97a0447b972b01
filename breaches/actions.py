"""What other parts of the portal may report: each stands in its concept's package."""

from breaches.losing.actions import report_loss, report_wrong_person
from breaches.reporting.actions import report_incident

__all__ = ["report_incident", "report_loss", "report_wrong_person"]
