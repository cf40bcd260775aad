# SPDX-License-Identifier: EUPL-1.2
"""Keys as the server makes them (tests/keys.py)."""

from keys import digest, new_key

__all__ = ["digest", "new_key"]
