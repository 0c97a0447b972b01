"""A matter of conduct is handed to the Monitoring Officer, and never judged here."""
