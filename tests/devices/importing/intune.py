"""A device export as Microsoft Intune writes it: Devices, All devices, Export."""

HEADINGS = [
    "Device ID",
    "Device name",
    "Enrollment date",
    "Last check-in",
    "Azure AD Device ID",
    "OS version",
    "Azure AD registered",
    "Serial number",
    "Manufacturer",
    "Model",
    "IMEI",
    "Security patch level",
    "Wi-Fi MAC",
    "MEID",
    "Subscriber carrier",
    "Total storage",
    "Free storage",
    "Management name",
    "Category",
    "UserId",
    "Primary user UPN",
    "Primary user email address",
    "Primary user display name",
    "Compliance",
    "Managed by",
    "Ownership",
    "Device state",
    "Supervised",
    "Encrypted",
    "OS",
    "Phone number",
    "ICCID",
]
USUAL = {
    "Device ID": "7d1a4c0e-0001",
    "Device name": "BC-LT-0001",
    "Enrollment date": "2026-03-02 09:12:44.0000000",
    "Last check-in": "2026-11-20 07:31:02.0000000",
    "Serial number": "5CG2104XYZ",
    "Manufacturer": "HP",
    "Model": "HP EliteBook 840",
    "IMEI": "0",
    "Category": "Unknown",
    "Compliance": "Compliant",
    "Ownership": "Corporate",
    "OS": "Windows",
}


def row(**cells):
    """A line of the export; give what is otherwise, with _ for a blank: ``OS="iOS/iPadOS"``."""
    given = {name.replace("_", " "): value for name, value in cells.items()}
    whole = USUAL | given
    return ",".join(f'"{whole.get(heading, "")}"' for heading in HEADINGS)


HEAD = ",".join(HEADINGS)
