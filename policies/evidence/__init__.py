"""What the council holds about one person's signatures: their page, and their evidence file."""
