"""Exemptions: who need not sign for a while, because of illness or for want of equipment."""
