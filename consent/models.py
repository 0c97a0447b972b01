"""The rows of permission to contact, by concept."""

from consent.channels import Channel, ChannelKind, ChannelStatus, LeftChannel
from consent.constituents import AskedBy, Constituent
from consent.identifiers import Identifier
from consent.machines import LIVE, USABLE, PermissionStatus
from consent.permissions import ContactPermission, Purpose, Source, Verification, with_ways
from consent.wordings import MessageWording, Wording

__all__ = [
    "LIVE",
    "USABLE",
    "AskedBy",
    "Channel",
    "ChannelKind",
    "ChannelStatus",
    "Constituent",
    "ContactPermission",
    "Identifier",
    "LeftChannel",
    "MessageWording",
    "PermissionStatus",
    "Purpose",
    "Source",
    "Verification",
    "Wording",
    "with_ways",
]
