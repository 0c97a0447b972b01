"""What other parts of the portal may do with equipment: each stands in its concept's package."""

from devices.issuing.actions import issue_devices
from devices.keeping.actions import add_device
from devices.losses.actions import record_loss

__all__ = ["add_device", "issue_devices", "record_loss"]
