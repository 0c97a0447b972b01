"""A complaint and a report about the same thing are linked."""
