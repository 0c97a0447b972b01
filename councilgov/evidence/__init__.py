"""Files that prove something: of incidents, of safety reports, of whatever an app keeps."""
