"""What is told by letter: to those who chose letters, gave no address, or whose family is asked."""
