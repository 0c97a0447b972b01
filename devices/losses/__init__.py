"""A device that was lost, stolen or damaged: reported, secured, found again or written off."""
