"""Threats, abuse and harassment of a councillor: told to those whom they choose."""
