"""How answers go over the wire: large ones compressed, known ones not at all."""

import gzip
from typing import Any

import httpx
import orjson
import pytest

from api.representation import LARGE
from models.identity import Company
from models.tenancy import acting_for
from schema.documents import name_of_text
from tests.answers import codes
from tests.clients import SignedIn, sign_in
from tests.people import Cast

COMPANY = "query Named { company { name } }"


def large(size: int) -> str:
    """A document with an answer of about so many bytes."""
    return f"query {{ company {{ {'x' * (size // 2)}: name }} }}"


async def raw(
    http: httpx.AsyncClient, who: SignedIn, **headers: str
) -> tuple[httpx.Response, bytes]:
    body = {"query": large(2 * LARGE)}
    request = http.build_request("POST", "/graphql", json=body, headers=who.headers | headers)
    answer = await http.send(request, stream=True)
    sent = b"".join([part async for part in answer.aiter_raw()])
    return answer, sent


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "GZIP"])
async def test_a_large_answer_is_compressed_for_who_can_read_it(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, accepted: str
) -> None:
    answer, sent = await raw(http, await sign_in(acme.owner), **{"accept-encoding": accepted})

    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(sent) == int(answer.headers["content-length"]) < LARGE
    assert list(orjson.loads(gzip.decompress(sent))["data"]["company"].values()) == ["Acme"]


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br"])
async def test_it_is_not_for_who_cannot(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, accepted: str
) -> None:
    answer, sent = await raw(http, await sign_in(acme.owner), **{"accept-encoding": accepted})

    assert "content-encoding" not in answer.headers
    assert list(orjson.loads(sent)["data"]["company"].values()) == ["Acme"]


async def test_small_answers_are_sent_as_they_are(http: httpx.AsyncClient, acme: Cast) -> None:
    who = await sign_in(acme.owner)

    answer = await http.post("/graphql", json={"query": COMPANY}, headers=who.headers)

    assert "content-encoding" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def test_what_a_client_has_is_not_sent_again(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    await http.post("/graphql", json={"query": COMPANY}, headers=who.headers)
    named: dict[str, Any] = {"params": {"documentId": f"sha256:{name_of_text(COMPANY)}"}}

    first = await http.get("/graphql", **named, headers=who.headers)
    mark = {"if-none-match": first.headers["etag"]}
    again = await http.get("/graphql", **named, headers=who.headers | mark)
    theirs = await http.get("/graphql", **named, headers=stranger.headers | mark)
    with acting_for(acme.id):
        await Company.filter(id=acme.id).update(name="Acme & Co")
    changed = await http.get("/graphql", **named, headers=who.headers | mark)

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "x-request-id" in again.headers
    for answer in (first, again):
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "Authorization" in answer.headers["vary"]
    assert theirs.json()["data"] == {"company": {"name": "Rival"}}
    assert changed.json()["data"] == {"company": {"name": "Acme & Co"}}


async def test_what_is_sent_by_text_is_never_kept(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)

    text = await http.get("/graphql", params={"query": COMPANY}, headers=who.headers)
    unknown = await http.get("/graphql", params={"documentId": "x"}, headers=who.headers)

    assert codes(unknown.json()) == ["DOCUMENT_NOT_FOUND"]
    for answer in (text, unknown):
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
