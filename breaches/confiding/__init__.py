"""A report that only those on its list may read."""
