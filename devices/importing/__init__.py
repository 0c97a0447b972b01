"""Devices come in from a spreadsheet or from Microsoft Intune, by ``councilgov.imports``."""
