"""Many terms of office that end and begin together, as at an election."""
