"""Elections and the calendar: who comes into office and who leaves it, and which days count."""
