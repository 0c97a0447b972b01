"""Committees and who sits on them, so that a policy can ask their members."""
