"""What officers do with a case: accounts, tasks, a pause, and the end of it."""
