"""The rules that a council sets for itself."""
