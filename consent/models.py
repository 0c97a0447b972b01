"""The rows of permission to contact, by concept."""

from consent.channels import Channel, ChannelKind, ChannelStatus, LeftChannel
from consent.constituents import AskedBy, Constituent
from consent.identifiers import Identifier
from consent.machines import LIVE, USABLE, PermissionStatus
from consent.permissions import ContactPermission, Purpose, Source, Verification, with_ways

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
    "PermissionStatus",
    "Purpose",
    "Source",
    "Verification",
    "with_ways",
]
