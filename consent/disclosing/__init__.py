"""A councillor shares one person's record with one user, who reads it until it is over."""
