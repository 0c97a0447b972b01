"""A policy's way from a draft to publication: this list of functions is the list of features.

Each stands in the package of its concept; signatures are made in ``policies.signatures.actions``.
"""

from policies.deciding.actions import certify, decide
from policies.drafting.actions import add_policy, add_version
from policies.publishing.actions import publish, take_effect

__all__ = ["add_policy", "add_version", "certify", "decide", "publish", "take_effect"]
