"""Audits are started, answered by whoever holds a device, and closed with a result."""
