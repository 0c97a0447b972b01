"""What the Monitoring Officer does about an objection or a refusal to sign."""
