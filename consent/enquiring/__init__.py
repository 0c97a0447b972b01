"""Officers find and read records of council work, for which the council answers."""
