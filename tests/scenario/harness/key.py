"""Keys as the server makes them: a prefix, 43 characters of chance, and a checksum so that a slip is seen at once."""

import hashlib
import random
import string
import zlib

DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
CHANCE = random.SystemRandom()


def new_key(prefix="clea_test_"):
    body = prefix + "".join(CHANCE.choice(DIGITS) for _ in range(43))
    sum_, tail = zlib.crc32(body.encode()), ""
    for _ in range(6):
        tail = DIGITS[sum_ % 62] + tail
        sum_ //= 62
    return body + tail


def digest(key):
    return hashlib.sha256(key.encode()).hexdigest()
