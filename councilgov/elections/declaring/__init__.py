"""Who is newly elected: the declaration of acceptance, and all that they need to begin."""
