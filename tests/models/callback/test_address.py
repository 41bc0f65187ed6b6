"""Which addresses we call, in whatever form they come."""

import pytest

from models.callback.address import (
    Uncallable,
    Unreachable,
    addresses,
    callable_url,
    check,
    is_public,
)
from models.settings import settings


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001:0:53aa:64c:0:0:80ff:fffe",
        "2001:db8::1",
        "2002:7f00:1::",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_what_is_not_the_open_internet_is_not_called(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "172.32.0.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"],
)
def test_the_open_internet_is_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.com/", "URL_NOT_HTTPS"),
        ("ftp://example.com/", "URL_NOT_HTTPS"),
        ("file:///etc/passwd", "URL_NOT_HTTPS"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "URL_NOT_HTTPS"),
        ("//example.com/", "URL_NOT_HTTPS"),
        ("example.com", "URL_NOT_HTTPS"),
        ("https://", "URL_NOT_HTTPS"),
        ("", "URL_NOT_HTTPS"),
        ("https://user:password@example.com/", "URL_INVALID"),
        ("https://example.com@127.0.0.1/", "URL_INVALID"),
        ("https://example.com/#part", "URL_INVALID"),
        ("https://example.com:0/", "URL_INVALID"),
        ("https://example.com:99999/", "URL_INVALID"),
        ("https://exa\nmple.com/", "URL_INVALID"),
        ("https://[::1/", "URL_INVALID"),
        ("https://0177.0.0.1/", "URL_INVALID"),
        ("https://example.com/" + "a" * 2000, "URL_INVALID"),
    ],
)
def test_a_url_of_a_form_that_we_do_not_call_is_refused(
    url: str, code: str, public_only: None
) -> None:
    with pytest.raises(Uncallable) as refusal:
        callable_url(url)

    assert refusal.value.code == code


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
        "169.254.169.254",
    ],
)
async def test_our_own_network_is_refused_however_it_is_written(
    host: str, public_only: None
) -> None:
    with pytest.raises(Uncallable) as refusal:
        await check(f"https://{host}/")

    assert refusal.value.code == "ADDRESS_PRIVATE"


async def test_one_private_address_among_public_ones_is_enough(public_only: None) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["8.8.8.8", "10.0.0.1"]

    with pytest.raises(Uncallable):
        await addresses("example.com", 443, resolve)


async def test_a_name_that_does_not_resolve_is_told_at_once(public_only: None) -> None:
    with pytest.raises(Uncallable) as refusal:
        await check("https://no-such-name.invalid/")

    assert refusal.value.code == "HOST_UNKNOWN"


async def test_at_a_delivery_a_name_that_does_not_resolve_may_pass(public_only: None) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise OSError("quotes the name")

    with pytest.raises(Unreachable, match=r"^The host's name does not resolve\.$"):
        await addresses("example.com", 443, resolve)


async def test_where_the_setting_allows_it_loopback_is_called(house: None) -> None:
    assert settings().allow_private_callbacks

    await check("http://127.0.0.1:9/")
