"""Reports of what went wrong, breaches of personal data, and their clock."""
