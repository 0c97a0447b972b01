"""Policy text: read, split into clauses, hashed, compared and shown. No database here."""
