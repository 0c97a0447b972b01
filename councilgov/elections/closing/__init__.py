"""The calendar of working days: bank holidays, one-off holidays, and when the council is shut."""
