"""Equipment that may have been misused: opened by the desk, decided by the Monitoring Officer."""
