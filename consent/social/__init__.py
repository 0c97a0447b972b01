"""A councillor's own accounts on social media, and their log of what they took down or blocked."""
