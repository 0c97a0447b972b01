"""Equipment comes back: asked for, received, signed by both sides, wiped, in stock again."""
