"""A loss that was reported without signing in: the desk rings back, and joins or drops it."""
