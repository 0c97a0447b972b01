"""Equipment that was not returned, as totals that name nobody and as a list for those who may."""
