"""Results from a spreadsheet: the same as entered ward by ward, and held as those are."""
