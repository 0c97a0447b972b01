"""The yearly report to the Standards Committee: who was asked, who signed, and how soon."""
