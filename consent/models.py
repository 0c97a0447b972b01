"""The rows of permission to contact, by concept."""

from consent.accounts import Ground, Measure, Moderation, SocialAccount
from consent.calls import Look, VideoCheck
from consent.channels import Channel, ChannelKind, ChannelStatus, LeftChannel
from consent.constituents import AskedBy, Constituent
from consent.contacts import Contact, DeviceUsed, Direction, Official, Topic
from consent.erasures import Erasure, Suppression
from consent.identifiers import Identifier
from consent.machines import LIVE, USABLE, PermissionStatus
from consent.permissions import ContactPermission, Purpose, Source, Verification, with_ways
from consent.stop_links import StopLink
from consent.terms import ProcessingTerms, TermsAcceptance
from consent.wordings import MessageWording, Wording

__all__ = [
    "LIVE",
    "USABLE",
    "AskedBy",
    "Channel",
    "ChannelKind",
    "ChannelStatus",
    "Constituent",
    "Contact",
    "ContactPermission",
    "DeviceUsed",
    "Direction",
    "Erasure",
    "Ground",
    "Identifier",
    "LeftChannel",
    "Look",
    "Measure",
    "MessageWording",
    "Moderation",
    "Official",
    "PermissionStatus",
    "ProcessingTerms",
    "Purpose",
    "SocialAccount",
    "Source",
    "StopLink",
    "Suppression",
    "TermsAcceptance",
    "Topic",
    "Verification",
    "VideoCheck",
    "Wording",
    "with_ways",
]
