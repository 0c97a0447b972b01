"""Policies as files between councils: one hands out its texts, another takes them in as drafts."""
