"""What somebody who leaves does themselves."""
