"""Polls and their pre-election periods: entered, shown to those concerned, withdrawn."""
