"""The numbers of incidents, safety reports and complaints in an address."""

NUMBER = r"INC-[0-9]{6,12}"
MOST_DIGITS = 12


def key_of(number: str) -> int:
    """123 of INC-000123."""
    return int(number.removeprefix("INC-"))


def typed_key(number: str) -> int | None:
    """123 of INC-000123, inc 123 and 123, as people type it; None of anything else."""
    digits = number.strip().upper().removeprefix("INC").lstrip("- ")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
    return int(digits) if is_number else None


class IncidentConverter:
    """INC-000123 for the incident whose key is 123."""

    regex = NUMBER

    def to_python(self, value: str) -> int:
        return key_of(value)

    def to_url(self, value: str) -> str:
        return value


class AdviceConverter(IncidentConverter):
    """ADV-000123 for the question whose key is 123."""

    regex = r"ADV-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("ADV-"))


class SafetyConverter(IncidentConverter):
    """SAFE-000123 for the safety report whose key is 123."""

    regex = r"SAFE-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("SAFE-"))


class ComplaintConverter(IncidentConverter):
    """DPC-000123 for the complaint whose key is 123."""

    regex = r"DPC-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("DPC-"))
