# SPDX-License-Identifier: EUPL-1.2
"""What scenarios and fault tests share: a client, the people and bodies of the story, a runner."""
