"""A server that is told where to send its traces sends them, to the last, and ends."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.clients import sign_in
from tests.people import Cast
from tests.serving import serving

MEMBERS = "query Members { members(first: 5) { edges { node { name } } } }"


class Collector(ThreadingHTTPServer):
    """As one of OpenTelemetry: what it was sent, by path."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[tuple[str, bytes]] = []


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.received.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        thread = Thread(target=collector.serve_forever)
        thread.start()
        yield collector
        collector.shutdown()
        thread.join()


async def test_what_a_server_did_is_sent_before_it_ends(
    acme: Cast, rival: Cast, tmp_path: Path, collector: Collector
) -> None:
    who = await sign_in(acme.owner)
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    async with serving(tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=endpoint) as served:
        answer = await served.http.post("/graphql", json={"query": MEMBERS}, headers=who.headers)
        assert "errors" not in answer.json()
        served.stop()
        await served.stopped()

    assert {path for path, _ in collector.received} == {"/v1/traces"}
    sent = b"".join(body for _, body in collector.received)
    for told in (b"chatia-flow", b"query Members", str(acme.id).encode(), b"SELECT"):
        assert told in sent
    assert str(rival.id).encode() not in sent
    assert acme.owner.name.encode() not in sent
