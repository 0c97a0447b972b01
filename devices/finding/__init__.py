"""Somebody found a device: the page for strangers, and what the desk makes of it."""
