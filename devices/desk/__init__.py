"""What the ICT service desk has to do, each with its own ticket."""
