"""A councillor’s whole record as one file: to open, to keep, and to bring in again elsewhere."""
