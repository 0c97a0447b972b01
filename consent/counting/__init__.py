"""Totals of permission to contact for officers, and nothing of any one councillor."""
