"""Help: guides for each role, what words mean, and what the policies say where it is needed."""
