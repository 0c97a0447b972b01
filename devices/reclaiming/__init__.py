"""Equipment is asked back for good, by a day."""
