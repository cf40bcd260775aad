# SPDX-License-Identifier: EUPL-1.2
"""Files that are what they say, and files that are not: small and large ones."""

import struct
import zlib

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def pdf(size=None, mark=b""):
    """A page of nothing; `size`: so many bytes in all, with a comment that fills them."""
    parts = [b"%PDF-1.7\n", b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
             b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n"]
    head = b"".join(parts) + b"% " + mark + b"\n"
    end = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n9\n%%EOF\n"
    filled = max(0, (size or 0) - len(head) - len(end))
    filling = (b"%" + b"x" * (filled - 2) + b"\n") if filled > 1 else b"\n" * filled
    return head + filling + end


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width=1, height=1):
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = b"".join(b"\0" + bytes(width) for _ in range(height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def jpeg():
    frame = segment(0xC0, bytes([8, 0, 1, 0, 1, 1, 1, 0x11, 0]))
    scan = segment(0xDA, bytes([1, 1, 0, 0, 63, 0])) + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0") + segment(0xDB, bytes(65)) + frame + scan + b"\xff\xd9"


# One that is what it says, of every type.
SOUND = {PDF: pdf, JPEG: jpeg, PNG: png}
