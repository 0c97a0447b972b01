"""Takes the words out of files that others made: run apart, see ``apart``."""
