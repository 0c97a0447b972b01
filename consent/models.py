"""The rows of permission to contact, by concept."""

from consent.accounts import Ground, Measure, Moderation, SocialAccount
from consent.answers import Answer, LeaverAnswer, Manner
from consent.calls import Look, VideoCheck
from consent.channels import Channel, ChannelKind, ChannelStatus, LeftChannel
from consent.constituents import AskedBy, Constituent
from consent.contacts import Contact, DeviceUsed, Direction, Official, Topic
from consent.enquiries import Enquiry
from consent.erasures import Erasure, Refusal, Suppression
from consent.holds import Covers, HoldReason, PersonHold, RecordsHold
from consent.identifiers import Identifier
from consent.leavings import Leaving, Parting, Said
from consent.machines import LIVE, USABLE, LeavingStatus, PartingStatus, PermissionStatus
from consent.openings import Opening
from consent.permissions import ContactPermission, Purpose, Source, Verification, with_ways
from consent.readings import Extent, Reading
from consent.shares import ActsFor, Ended, Share, SharedFor
from consent.stop_links import StopLink
from consent.terms import ProcessingTerms, TermsAcceptance
from consent.wordings import MessageWording, Wording

__all__ = [
    "LIVE",
    "USABLE",
    "ActsFor",
    "Answer",
    "AskedBy",
    "Channel",
    "ChannelKind",
    "ChannelStatus",
    "Constituent",
    "Contact",
    "ContactPermission",
    "Covers",
    "DeviceUsed",
    "Direction",
    "Ended",
    "Enquiry",
    "Erasure",
    "Extent",
    "Ground",
    "HoldReason",
    "Identifier",
    "LeaverAnswer",
    "Leaving",
    "LeavingStatus",
    "LeftChannel",
    "Look",
    "Manner",
    "Measure",
    "MessageWording",
    "Moderation",
    "Official",
    "Opening",
    "Parting",
    "PartingStatus",
    "PermissionStatus",
    "PersonHold",
    "ProcessingTerms",
    "Purpose",
    "Reading",
    "RecordsHold",
    "Refusal",
    "Said",
    "Share",
    "SharedFor",
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
