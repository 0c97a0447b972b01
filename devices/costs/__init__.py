"""Who pays for a device that was lost, stolen or damaged."""
