"""When all is done: the council's certificate, and the receipt of whoever left."""
