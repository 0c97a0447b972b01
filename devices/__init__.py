"""Council equipment: who holds it, on which terms, and what became of it."""
