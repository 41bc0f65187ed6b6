"""From an operation over its statements to its jobs in one trace, and nothing that people wrote."""

from uuid import UUID, uuid4

import httpx
import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from jobs.task import TASKS, task
from models import tracing
from models.conversations import Message
from models.database import fetch, pinned
from models.identifiers import global_id
from models.job import Job, JobState
from models.settings import Settings
from models.tenancy import acting_for
from schema.documents import name_of_text
from tests.api.fanout.conftest import live
from tests.clients import Door, sign_in, socket_of
from tests.jobs.conftest import Working
from tests.people import Cast
from tests.threads import open_conversation
from tests.work import finished, look, until, want

CANARY = "a canary sings"
SEND = """mutation Send($input: SendMessageInput!) {
  sendMessage(input: $input) { message { id } }
}"""
MEMBERS = "{ members(first: 5) { edges { node { name } } } }"
ADDED = "subscription Added { messageAdded { message { body } } }"


def told(span: ReadableSpan) -> dict[str, object]:
    return dict(span.attributes or {})


def trace_of(span: ReadableSpan) -> int:
    return span.get_span_context().trace_id  # type: ignore[union-attr]


def named(spans: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in spans.get_finished_spans() if span.name == name]


def children(spans: InMemorySpanExporter, of: ReadableSpan) -> list[ReadableSpan]:
    ours = of.get_span_context().span_id  # type: ignore[union-attr]
    return [
        each for each in spans.get_finished_spans() if each.parent and each.parent.span_id == ours
    ]


async def test_an_operation_its_statements_and_its_job_are_one_trace(
    http: httpx.AsyncClient,
    acme: Cast,
    rival: Cast,
    working: Working,
    spans: InMemorySpanExporter,
) -> None:
    TASKS.pop("message.deliver", None)

    @task("message.deliver", attempts=1)
    async def deliver(message_id: UUID) -> None:
        assert (await Message.get(id=message_id)).body == CANARY

    for company in (acme, rival):
        who, conversation = await sign_in(company.owner), await open_conversation(company, CANARY)
        sent = {"conversationId": global_id("Conversation", conversation.id), "body": CANARY}
        body = {"query": SEND, "variables": {"input": sent | {"clientId": uuid4().hex}}}
        answer = await http.post("/graphql", json=body, headers=who.headers)
        assert "errors" not in answer.json()
    async with working():
        for company in (acme, rival):
            with acting_for(company.id):
                job = await Job.get(kind="message.deliver")
            await finished(company, job.id)
        await until(lambda: len(named(spans, "job message.deliver")) == 2)

    ours, theirs = named(spans, "mutation Send")
    assert told(ours) | {"chatia.request_id": ""} == {
        "chatia.document": name_of_text(SEND),
        "chatia.company": str(acme.id),
        "chatia.viewer": "MEMBER",
        "chatia.outcome": "ok",
        "chatia.request_id": "",
    }
    assert (ours.parent, ours.kind) == (None, SpanKind.SERVER)
    assert trace_of(ours) != trace_of(theirs)
    for operation, company in ((ours, acme), (theirs, rival)):
        whole = [
            each for each in spans.get_finished_spans() if trace_of(each) == trace_of(operation)
        ]
        statements = [each for each in children(spans, operation) if "db.query.text" in told(each)]
        assert any("INSERT INTO jobs" in str(told(each)["db.query.text"]) for each in statements)
        [attempt] = [each for each in whole if each.kind is SpanKind.CONSUMER]
        assert attempt in children(spans, operation)
        assert told(attempt)["chatia.outcome"] == "succeeded"
        assert any("db.query.text" in told(each) for each in children(spans, attempt))
        companies = {told(each).get("chatia.company") for each in whole}
        assert companies == {str(company.id), None}
    assert_silent(spans)


async def test_an_event_is_executed_in_a_trace_of_its_own(
    door: Door, acme: Cast, rival: Cast, spans: InMemorySpanExporter
) -> None:
    ours, theirs = await sign_in(acme.owner), await sign_in(rival.owner)
    async with socket_of(door, ours) as first, socket_of(door, theirs) as other:
        assert "errors" not in await other.run(MEMBERS)
        await first.subscribe("added", ADDED)
        await first.subscribe("as well", ADDED)
        await live(acme, 2)
        spans.clear()
        await open_conversation(acme, CANARY)
        await first.receive()
        await first.send({"id": "added", "type": "complete"})
        await first.send({"id": "as well", "type": "complete"})
        await until(lambda: len(named(spans, "subscription Added")) == 2)

    [event, *_] = named(spans, "event Added")
    assert event.parent is None
    assert told(event)["chatia.company"] == str(acme.id)
    assert any("db.query.text" in told(each) for each in children(spans, event))
    assert told(named(spans, "subscription Added")[0])["chatia.document"] == name_of_text(ADDED)
    assert_silent(spans)


async def test_of_an_error_only_its_type_is_told(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, spans: InMemorySpanExporter
) -> None:
    with pytest.raises(ValueError, match=CANARY), tracing.span("work"):
        raise ValueError(CANARY)
    await http.post("/graphql", json={"query": f'{{ node(id: "{CANARY}") {{ '})
    [work] = named(spans, "work")
    assert told(work) == {"error.type": "ValueError"}
    [faulty] = named(spans, "operation")
    assert "chatia.company" not in told(faulty)
    assert_silent(spans)


async def test_a_statement_is_told_however_often_it_was_asked(
    spans: InMemorySpanExporter, acme: Cast, rival: Cast
) -> None:
    asked = "SELECT app_company() = $1"
    with acting_for(acme.id), tracing.span("operation Ask"):
        async with pinned():
            for _ in range(3):
                assert (await fetch(asked, acme.id))[0][0]

    [operation] = named(spans, "operation Ask")
    assert [told(each)["db.query.text"] for each in children(spans, operation)] == [asked] * 3


async def test_what_is_wanted_for_later_or_by_nobody_carries_no_trace(
    acme: Cast, rival: Cast, spans: InMemorySpanExporter
) -> None:
    [alone] = await want(acme)
    with tracing.span("work"):
        [carried] = await want(acme)
        later = (await look(acme, carried)).run_at.replace(year=2099)
        [late] = await want(acme, run_at=later)
    tracing.telemetry = None
    [off] = await want(acme)

    traces = [(await look(acme, job)).trace for job in (alone, carried, late, off)]
    assert [trace is not None for trace in traces] == [False, True, False, False]
    with acting_for(rival.id):
        assert await Job.filter(state=JobState.PENDING).count() == 0


def test_it_is_on_where_there_is_somebody_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not Settings().traced
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector.example:4318")
    assert Settings().traced
    assert "collector" not in repr(Settings())
    for variable, value in (("OTEL_TRACES_EXPORTER", "none"), ("OTEL_SDK_DISABLED", "true")):
        with monkeypatch.context() as only:
            only.setenv(variable, value)
            assert not Settings().traced


def assert_silent(spans: InMemorySpanExporter) -> None:
    for span in spans.get_finished_spans():
        assert CANARY not in span.to_json()
