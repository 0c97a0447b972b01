"""Views of registers that people keep under a name."""
