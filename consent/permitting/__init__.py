"""Permission to contact: asked, answered, checked, kept fresh, and taken back."""
