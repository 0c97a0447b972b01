"""Signatures that officers record for councillors, and disputes of them."""
