"""Unwanted senders of email: asked for, blocked or refused, unblocked."""
