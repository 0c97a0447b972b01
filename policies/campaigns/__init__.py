"""Whom a policy asks, who leaves unsigned, and how those who are late are reminded."""
