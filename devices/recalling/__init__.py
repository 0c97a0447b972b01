"""Equipment is recalled, taken in, given back or replaced, with a loan meanwhile."""
