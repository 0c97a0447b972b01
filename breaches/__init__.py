"""Reports, breaches and their clock. So far the arithmetic of severity."""
