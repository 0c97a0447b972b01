"""Which channels there are, and the rules for each."""
