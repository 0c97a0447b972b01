"""Labels with a QR code: printing, claiming, replacing, and what a scan leads to."""
