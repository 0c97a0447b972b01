"""Councillors who are suspended: entered, moved, lifted, and what is closed for that time."""
