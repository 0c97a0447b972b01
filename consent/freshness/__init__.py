"""Keeping it fresh: numbers that were not used for months are checked before they are used."""
