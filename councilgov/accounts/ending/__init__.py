"""The end of a term of office: entered, corrected, and taken back."""
