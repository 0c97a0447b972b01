"""From a decision to publication: what it will do, and the day on which it takes effect."""
