"""How long contacts are kept: said beforehand, then deleted without anybody having to remember."""
