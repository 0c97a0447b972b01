"""The person themselves takes back a permission, by a link and without an account."""
