"""A record as somebody else than its councillor reads it: found, shown, and noted."""
