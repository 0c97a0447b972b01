"""The number of a version in an address."""


class Number:
    """A version as major.minor: 2.0."""

    regex = r"\d{1,4}\.\d{1,4}"

    def to_python(self, value: str) -> tuple[int, int]:
        major, minor = value.split(".")
        return int(major), int(minor)

    def to_url(self, value: str | tuple[int, int]) -> str:
        return value if isinstance(value, str) else f"{value[0]}.{value[1]}"
