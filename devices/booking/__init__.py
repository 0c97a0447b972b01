"""Times at the desk are offered, and booked by those whose equipment is recalled."""
