"""The messages that ask somebody to ring: in which words, and that one was sent."""
