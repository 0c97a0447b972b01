"""The register of devices: adding, changing, finding."""
