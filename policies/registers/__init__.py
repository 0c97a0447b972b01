"""Who has signed one version, who has not, how we know that we asked, and chasing."""
