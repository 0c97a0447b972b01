"""How long reports are kept whole, and what of them is erased when that is over."""
