"""A councillor’s own contacts from a spreadsheet: each row held against the rules of the pages."""
