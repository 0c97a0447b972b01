"""The report that puts policies to a body: written, submitted with them, and then kept."""
