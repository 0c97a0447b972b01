"""The list of the systems that councillors sign in to."""
