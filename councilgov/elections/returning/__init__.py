"""Results of our own elections: entered ward by ward, held, confirmed, and undone by a recount."""
