"""Handing equipment over: issued, accepted with one signature, declined."""
