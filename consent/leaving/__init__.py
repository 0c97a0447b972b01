"""The end of a term: records are deleted, handed to a successor, or returned; nothing is left."""
