"""From an idea to "submitted": who writes a text, what is said of it, and what goes before whom."""
