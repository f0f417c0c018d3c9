"""Tells addresses of the house from those of the internet, and refuses the ones that give something away."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

PRIVATE = "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 127.0.0.0/8 169.254.0.0/16 ::1 fc00::/7 fe80::/10"
HOUSE = tuple(map(ip_network, PRIVATE.split()))
"""The networks that no router of the internet leads to."""

HOUSE_NAMES = (".local", ".lan", ".home.arpa", ".internal")
"""What the names of machines in a house end in."""

LABEL = re.compile(r"(?!0x|\d+$)[a-z0-9]([a-z0-9_-]*[a-z0-9])?")
"""A name without a dot. What is a number to a resolver, as 134744072 is 8.8.8.8, is none."""

NAME = re.compile(r"[a-z0-9_.-]+")
"""A name with dots. What is none is read in different ways: a part of it may be the host after all."""


def in_the_house(url: str) -> bool:
    """Says whether a URL leads to a machine of the house, by its address or its name."""
    host = urlsplit(url).hostname or ""
    try:
        address: IPv4Address | IPv6Address = ip_address(host.partition("%")[0])
    except ValueError:
        # A dot behind a name without one makes it a country's, such as "ai.".
        of_house = NAME.fullmatch(host) is not None and host.rstrip(".").endswith(HOUSE_NAMES)
        return of_house or LABEL.fullmatch(host) is not None
    mapped = getattr(address, "ipv4_mapped", None)
    return any((mapped or address) in network for network in HOUSE)


def has_password(url: str) -> bool:
    """Says whether a URL has a name or a password in it, which settings, logs and proxies would show."""
    return "@" in urlsplit(url).netloc
