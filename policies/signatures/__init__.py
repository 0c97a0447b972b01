"""A councillor is asked to sign, reads, and signs or declines."""
