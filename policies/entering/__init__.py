"""How words come in: a file or typed text is split into clauses, checked, and only then saved."""
