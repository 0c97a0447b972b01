"""What stands in the way, in one sentence that says what to do."""


class Trouble(Exception):
    """The command cannot go on; its message is for the person at the keyboard, who gets no traceback."""
