"""Why a file is refused, as a code: this side of the wall has no words of the portal."""


class CannotExtract(Exception):
    """The file is not one that we read: a code of ``policies.text.opening`` and what goes with it.

    ``where`` is a name, a number or nothing.
    """

    def __init__(self, code: str, where: object = "") -> None:
        super().__init__(code)
        self.code, self.where = code, where
