"""Demo data: an invented council with invented people, and the two real documents."""
