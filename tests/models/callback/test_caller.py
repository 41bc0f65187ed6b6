"""One POST, against a real server: what it brings, and what is in doubt afterwards."""

import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from models.callback import Answer, Caller, Unanswered, Uncallable, Unreachable
from models.callback.caller import LONGEST_WAIT, retry_after
from tests.certificates import certificate
from tests.customer import CustomerSystem, customer_system

HEADERS = {"Content-Type": "application/json"}


async def test_the_body_and_the_headers_arrive_as_they_are(
    calls: Caller, customer: CustomerSystem
) -> None:
    answer = await calls.post(customer.url + "?a=b", b'{"a":1}', {"webhook-id": "1"})

    assert answer == Answer(200, None, "ok")
    [request] = customer.received
    assert request.line == "POST /hook?a=b HTTP/1.1"
    assert request.body == b'{"a":1}'
    assert request.headers["webhook-id"] == "1"
    assert request.headers["host"] == f"127.0.0.1:{customer.port}"


async def test_a_redirect_is_an_answer_and_is_not_followed(
    calls: Caller, customer: CustomerSystem
) -> None:
    async with customer_system() as elsewhere:
        customer.then(307, headers={"Location": elsewhere.url})

        answer = await calls.post(customer.url, b"{}", HEADERS)

    assert answer.status == 307
    assert elsewhere.received == []


async def test_a_cookie_is_not_brought_back(calls: Caller, customer: CustomerSystem) -> None:
    customer.then(200, headers={"Set-Cookie": "session=1; Path=/"})

    await calls.post(customer.url, b"{}", HEADERS)
    await calls.post(customer.url, b"{}", HEADERS)

    assert len(customer.received) == 2
    assert "cookie" not in customer.received[1].headers


async def test_a_connection_is_used_again(calls: Caller, customer: CustomerSystem) -> None:
    await calls.post(customer.url, b"{}", HEADERS)
    await calls.post(customer.url, b"{}", HEADERS)

    assert (len(customer.received), customer.connections) == (2, 1)


async def test_of_a_long_answer_the_beginning_is_read(
    calls: Caller, customer: CustomerSystem
) -> None:
    customer.then(500, body=b"no " * 1_000_000)

    answer = await calls.post(customer.url, b"{}", HEADERS)

    assert answer.status == 500
    assert answer.excerpt == ("no " * 1000)[:1024]


async def test_a_compressed_answer_is_not_unpacked(calls: Caller, customer: CustomerSystem) -> None:
    customer.then(200, headers={"Content-Encoding": "gzip"}, body=b"\x1f\x8b bomb")

    assert (await calls.post(customer.url, b"{}", HEADERS)).excerpt == ""


async def test_an_excerpt_holds_nothing_that_cannot_be_stored(
    calls: Caller, customer: CustomerSystem
) -> None:
    customer.then(400, body=b"bad\x00\x1b[31m\xff input\n")

    assert (await calls.post(customer.url, b"{}", HEADERS)).excerpt == "bad[31m\ufffd input\n"


async def test_no_answer_in_time_is_in_doubt(
    calls: Caller, customer: CustomerSystem, impatient: None
) -> None:
    customer.then_stall()

    with pytest.raises(Unanswered, match="in time"):
        await calls.post(customer.url, b"{}", HEADERS)

    assert len(customer.received) == 1


async def test_an_answer_that_never_ends_counts_once_its_status_is_known(
    calls: Caller, customer: CustomerSystem, impatient: None
) -> None:
    customer.then_stall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")

    answer = await calls.post(customer.url, b"{}", HEADERS)

    assert answer.status == 200


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 20", b"SSH-2.0-OpenSSH\r\n\r\n"])
async def test_a_connection_that_breaks_off_is_in_doubt(
    calls: Caller, customer: CustomerSystem, answer: bytes
) -> None:
    customer.then_break(answer)

    with pytest.raises(Unanswered, match="broke off"):
        await calls.post(customer.url, b"{}", HEADERS)


async def test_a_refused_connection_leaves_no_doubt(calls: Caller) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))

        with pytest.raises(Unreachable, match=r"^No connection\.$"):
            await calls.post(f"http://127.0.0.1:{nobody.getsockname()[1]}/", b"{}", HEADERS)


async def test_the_private_network_is_refused_at_the_call_itself(
    calls: Caller, customer: CustomerSystem, public_only: None
) -> None:
    with pytest.raises(Uncallable) as refusal:
        await calls.post(f"https://127.0.0.1:{customer.port}/", b"{}", HEADERS)

    assert refusal.value.code == "ADDRESS_PRIVATE"
    assert customer.connections == 0


async def test_a_name_that_has_turned_private_is_refused(
    customer: CustomerSystem, public_only: None
) -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])

    async def resolve(host: str, port: int) -> list[str]:
        return next(answers)

    assert await resolve("rebinding.example", 443) == ["8.8.8.8"]
    calls = Caller(resolve)
    with pytest.raises(Uncallable):
        await calls.post(f"https://rebinding.example:{customer.port}/", b"{}", HEADERS)
    await calls.close()

    assert customer.connections == 0


async def test_the_connection_goes_to_the_address_that_was_judged(customer: CustomerSystem) -> None:
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    calls = Caller(resolve)
    answer = await calls.post(f"http://known-to.invalid:{customer.port}/", b"{}", HEADERS)
    await calls.close()

    assert answer.status == 200
    assert asked == ["known-to.invalid"]
    assert customer.received[0].headers["host"] == f"known-to.invalid:{customer.port}"


async def test_the_next_address_is_tried_when_one_does_not_answer(customer: CustomerSystem) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    calls = Caller(resolve)
    answer = await calls.post(f"http://two.invalid:{customer.port}/", b"{}", HEADERS)
    await calls.close()

    assert answer.status == 200


@pytest.mark.parametrize(("name", "valid"), [("shop.example", True), ("other.example", False)])
async def test_tls_verifies_the_name_and_not_the_address(
    name: str, valid: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    made = certificate("shop.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made)
    calls = Caller(resolve)
    async with customer_system(tls) as customer:
        url = f"https://{name}:{customer.port}/"
        if valid:
            assert (await calls.post(url, b"{}", HEADERS)).status == 200
        else:
            with pytest.raises(Unreachable, match="certificate"):
                await calls.post(url, b"{}", HEADERS)
            assert customer.received == []
        await calls.close()


def test_retry_after_is_seconds_or_a_date() -> None:
    def told(value: str) -> float | None:
        return retry_after([(b"Retry-After", value.encode())])

    soon = told(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True))

    assert told("120") == 120
    assert soon is not None
    assert 55 < soon <= 60
    assert told("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert told("999999999999999999999") == LONGEST_WAIT
    assert [told("soon"), told("-5"), told("1.5"), told(""), retry_after([])] == [None] * 5


async def test_a_name_that_takes_too_long_to_resolve_leaves_no_doubt(impatient: None) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    calls = Caller(resolve)
    with pytest.raises(Unreachable, match="in time"):
        await calls.post("http://slow.invalid/", b"{}", HEADERS)
    await calls.close()
