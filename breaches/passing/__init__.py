"""A complaint about ward work is passed to the councillor, who answers it."""
