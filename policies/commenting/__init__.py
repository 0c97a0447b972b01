"""What colleagues say of a draft, and the answers."""
