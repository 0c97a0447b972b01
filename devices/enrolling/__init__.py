"""Councillors' own devices: enrolled, checked, council data removed, released."""
