# SPDX-License-Identifier: EUPL-1.2
"""The server that a crowd meets: its key, its numbers, and how it is started again with other settings."""

import re
import urllib.request


def metrics(instance):
    """{"name{labels}": value}"""
    text = urllib.request.urlopen(f"{instance.admin_url}/metrics", timeout=10).read().decode()
    return {name: float(value) for name, value in re.findall(r"^([a-z_]+(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)}


def key_of(client):
    return client.token


def restart(instance, **settings):
    instance.stop_server()
    before = {name: instance.environment.get(name) for name in settings}
    instance.environment = {name: value for name, value in (instance.environment | settings).items() if value is not None}
    instance.start_server()
    return before
