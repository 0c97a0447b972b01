"""What is kept whole while a request or a case is open, and who asks whether it still has to be."""
