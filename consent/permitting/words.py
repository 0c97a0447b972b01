"""Words that somebody says when they ring, so that it is known who read the message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from consent.models import ContactPermission

_ALL = """
acorn amber apple autumn badger barley basket beacon bramble bridge butter candle canvas castle
cedar cherry clover copper cotton daisy ember falcon feather fern forest garden ginger harbour
hazel heather honey island ivory jumper kettle ladder lantern lemon linen maple marble meadow
mitten morning mustard nutmeg orchard otter paper pebble pepper pocket poppy ribbon river robin
saddle silver sparrow summer thimble velvet walnut willow
"""
WORDS = _ALL.split()
"""Sixty-four, each said and heard easily."""


def next_word(permission: ContactPermission) -> str:
    """Two words for the next test message: the same until it is sent, others after it."""
    state = f"{permission.pk}:{permission.test_sent_at}:{permission.verified_on}"
    first, second, *_rest = salted_hmac("consent.test_word", state, algorithm="sha256").digest()
    return f"{WORDS[first % len(WORDS)]} {WORDS[second % len(WORDS)]}"
