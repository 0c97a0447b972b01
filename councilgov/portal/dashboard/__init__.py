"""Where the council stands, on one page: for the Monitoring Officer and the deputy."""
