"""The evidence files of an incident."""
