"""Access holds: proposed by officers, decided by the Monitoring Officer, done by the ICT desk."""
