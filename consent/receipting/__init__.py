"""What a person gets on request: a receipt of what they agreed to, and all that is held on them."""
