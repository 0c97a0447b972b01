"""Whose insurance covers the equipment: declared once a year."""
