"""What ``make run`` and ``make test`` need on a bare machine; the portal itself imports none of it."""
