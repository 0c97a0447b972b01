"""The portal's own rows."""

from councilgov.portal.feeding.links import CalendarLink

__all__ = ["CalendarLink"]
