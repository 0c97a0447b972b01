"""Councillors come in from Modern.gov or a spreadsheet, by ``councilgov.imports``."""
