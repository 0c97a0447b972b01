"""What stands in the way, in one sentence that says what to do."""


class Trouble(Exception):
    """The command cannot go on: the person at the keyboard is shown this, and no traceback."""
