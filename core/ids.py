"""Ids: UUIDv7 (RFC 9562 §5.7), so that rows made together lie together in an index."""

import os
import time
from uuid import UUID


def new_id() -> UUID:
    """Make an id that sorts by the time it was made."""
    stamp_ms = time.time_ns() // 1_000_000
    rest = int.from_bytes(os.urandom(10))
    return UUID(
        int=(stamp_ms & 0xFFFF_FFFF_FFFF) << 80
        | 0x7 << 76
        | (rest >> 68 & 0xFFF) << 64
        | 0b10 << 62
        | rest & 0x3FFF_FFFF_FFFF_FFFF
    )
