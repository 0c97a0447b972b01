"""What ``make run`` and ``make test`` need on a bare machine; the portal imports none of it."""
