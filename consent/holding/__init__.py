"""Legal hold: what an open request or case may need is not deleted until it is closed."""
