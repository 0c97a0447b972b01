"""Before you send: what in a draft names somebody, or is sensitive. Nothing of it is kept."""
