"""People complain of how information about them was used, and are answered."""
