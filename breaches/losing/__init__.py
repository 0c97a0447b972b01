"""A device is lost, or a message went to the wrong person: one report does all that follows."""
