"""Which addresses we call: those on the open internet, whatever name or form they come in."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import httpx

from models.settings import settings

RESOLVE_TIMEOUT: Final = 3.0  # seconds
LONGEST_URL: Final = 2000
GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
TRANSLATED: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
NEVER: Final = [
    ip_network(each)
    for each in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
]
# A look-up cannot be interrupted: slow names shall hold up nothing but other names.
_resolvers: Final = ThreadPoolExecutor(32, thread_name_prefix="resolve")
Resolve = Callable[[str, int], Awaitable[list[str]]]


class Uncallable(Exception):
    """We do not call such an address, and trying again changes nothing; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Unreachable(Exception):
    """No connection: nothing was sent."""


async def check(url: str) -> None:
    """Judge a URL and, unless private addresses are allowed, where it leads. Raises Uncallable."""
    parsed = callable_url(url)
    if not settings().allow_private_callbacks:
        try:
            await addresses(parsed.raw_host.decode(), parsed.port or 443, resolve)
        except Unreachable as error:
            raise Uncallable("HOST_UNKNOWN", str(error)) from None


def callable_url(url: str) -> httpx.URL:
    """The URL, if it is of a form that we call. Raises Uncallable."""
    if len(url) > LONGEST_URL:
        raise Uncallable("URL_INVALID", f"The URL is longer than {LONGEST_URL} characters.")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise Uncallable("URL_INVALID", "This is not a URL.") from None
    schemes = ("https", "http") if settings().allow_private_callbacks else ("https",)
    if parsed.scheme not in schemes or not parsed.host:
        raise Uncallable("URL_NOT_HTTPS", "The URL must start with https:// and name a host.")
    if parsed.userinfo or parsed.fragment or not _is_port(parsed.port):
        message = "The URL must hold no user, password or fragment, and no impossible port."
        raise Uncallable("URL_INVALID", message)
    return parsed


async def addresses(host: str, port: int, resolve: Resolve) -> list[str]:
    """Where a host is, if all of it may be called. Raises Uncallable and Unreachable."""
    try:
        async with asyncio.timeout(RESOLVE_TIMEOUT):
            found = await resolve(host, port)
    except (OSError, UnicodeError):  # TimeoutError is an OSError
        raise Unreachable("The host's name does not resolve.") from None
    if not settings().allow_private_callbacks and not all(map(is_public, found)):
        raise Uncallable("ADDRESS_PRIVATE", "The host has an address that is not public.")
    return found


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, best first. Raises OSError."""
    lookup = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    found = await asyncio.get_running_loop().run_in_executor(_resolvers, lookup)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def is_public(address: str) -> bool:
    """On the open internet: IPv6 by what is allowed there, not by a list of what is not."""
    ip = _plain(ip_address(address))
    if isinstance(ip, IPv6Address) and ip not in GLOBAL_UNICAST:
        return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or any(ip in network for network in NEVER)
    )


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port < 65536


def _plain(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, if it does."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip
