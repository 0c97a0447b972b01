"""Councillors who leave office: what they give back, what is closed, and by when."""
