"""From "submitted" to "certified": what bodies decide, and what closes a version."""
