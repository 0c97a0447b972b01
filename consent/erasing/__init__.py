"""Erasing people so that nothing is left, that nobody asks again, and that no restore undoes it."""
