"""A standing list of what does not fit together, the worst first, each with where it is mended."""
