"""The number of an incident in an address."""


class IncidentConverter:
    """INC-000123 for the incident whose key is 123."""

    regex = r"INC-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("INC-"))

    def to_url(self, value: str) -> str:
        return value
