"""The council chooses which clause of its own policies a kind of report is about."""
