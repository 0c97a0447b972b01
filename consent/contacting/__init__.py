"""The log of contacts: that somebody was in touch, and what has to be put right after it."""
