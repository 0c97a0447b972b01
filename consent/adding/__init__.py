"""The people whom a councillor is in touch with: noted, shown, renamed and let go."""
