"""An outbound message on its way to the customer's system."""

from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Final, Self
from uuid import UUID

from tortoise import fields

from models.callback import Answer, Unanswered, Uncallable, Unreachable, caller
from models.conversations.envelope import envelope
from models.conversations.message import Direction, Message
from models.conversations.progress import MessageStatus
from models.database import transaction
from models.errors import DomainError
from models.identifiers import global_id
from models.job import PermanentFailure, RetryAfter
from models.tenancy import CompanyModel

MAX_EXCERPT: Final = 1024
ON_THE_WAY: Final = (MessageStatus.QUEUED, MessageStatus.SENDING, MessageStatus.UNKNOWN)
HEADERS: Final = {"Content-Type": "application/json", "User-Agent": "ChatIA-Flow"}
PASSING: Final = (408, 425, 429)  # client errors that say: not now


class AttemptOutcome(StrEnum):
    STARTED = "STARTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    FAILED = "FAILED"
    AMBIGUOUS = "AMBIGUOUS"


class NotDelivered(DomainError):
    """It did not arrive this time."""

    code = "NOT_DELIVERED"
    cure = "It is tried again by itself."
    retryable = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an attempt ended, and why if not well; `retry_after` in seconds."""

    outcome: AttemptOutcome
    code: str | None = None
    reason: str | None = None
    status: int | None = None
    excerpt: str | None = None
    retry_after: float | None = None

    def require_delivered(self) -> None:
        """Raise what tells the job how to go on."""
        if self.outcome is AttemptOutcome.REFUSED:
            raise PermanentFailure(self.reason)
        if self.outcome is not AttemptOutcome.ACCEPTED and self.retry_after:
            raise RetryAfter(self.retry_after, self.reason or "")
        if self.outcome is not AttemptOutcome.ACCEPTED:
            raise NotDelivered(self.reason)


class DeliveryAttempt(CompanyModel):
    """One POST to the callback, written before it is made; duration in milliseconds."""

    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    message_id: UUID
    number = fields.IntField()
    outcome = fields.CharEnumField(AttemptOutcome, max_length=20, default=AttemptOutcome.STARTED)
    status_code = fields.IntField(null=True)
    error_code = fields.CharField(max_length=50, null=True)
    error = fields.CharField(max_length=200, null=True)
    response_excerpt = fields.CharField(max_length=MAX_EXCERPT, null=True)
    duration_ms = fields.IntField(null=True)

    class Meta:
        table = "delivery_attempts"

    @classmethod
    async def start(cls, message: Message) -> Self | None:
        """The next attempt, on record before anything is sent; None when there is nothing to do."""
        async with transaction():
            await message.lock()
            if not _is_wanted(message):
                return None
            last = await cls.latest_of(message)
            if last is not None:
                await last.presume_lost()
            attempt = await cls.create(message_id=message.id, number=last.number + 1 if last else 1)
            await _move(message, MessageStatus.SENDING)
        return attempt

    @classmethod
    async def latest_of(cls, message: Message) -> Self | None:
        return await cls.filter(message_id=message.id).order_by("-number").first()

    async def end(self, message: Message, verdict: Verdict, *, duration_ms: int) -> None:
        """Put the verdict on record and move the message by it; a refusal moves it with its job."""
        self.update_from_dict(
            {
                "outcome": verdict.outcome,
                "status_code": verdict.status,
                "error_code": verdict.code,
                "error": verdict.reason,
                "response_excerpt": verdict.excerpt,
                "duration_ms": duration_ms,
            }
        )
        async with transaction():
            await message.lock()
            await self.save()
            if verdict.outcome is AttemptOutcome.ACCEPTED:
                await message.advance(MessageStatus.SENT)
            elif message.status in ON_THE_WAY and verdict.outcome is AttemptOutcome.AMBIGUOUS:
                await _move(message, MessageStatus.UNKNOWN)
            elif message.status in ON_THE_WAY and verdict.outcome is AttemptOutcome.FAILED:
                await _move(message, MessageStatus.QUEUED)

    async def presume_lost(self) -> None:
        """Whoever started it has died, or is no longer heard."""
        if self.outcome is AttemptOutcome.STARTED:
            self.outcome = AttemptOutcome.AMBIGUOUS
            self.error_code = "WORKER_LOST"
            self.error = "The worker stopped before the outcome was known."
            await self.save(update_fields=["outcome", "error_code", "error"])


async def deliver(message: Message) -> None:
    """One attempt. Raises PermanentFailure, RetryAfter or NotDelivered.

    The POST is made outside any transaction and holds no connection of the database. Its id is the
    message's every time, so that the other side can tell a repeat.
    """
    attempt = await DeliveryAttempt.start(message)
    if attempt is None:
        return
    started = monotonic()
    verdict = await _post(message)
    await attempt.end(message, verdict, duration_ms=round((monotonic() - started) * 1000))
    verdict.require_delivered()


async def give_up(message: Message, *, reason: str) -> None:
    """Its job is dead: say so, with what the last attempt met."""
    async with transaction():
        await message.lock()
        if message.status not in ON_THE_WAY:
            return
        last = await DeliveryAttempt.latest_of(message)
        if last is not None:
            await last.presume_lost()
        await message.advance(
            MessageStatus.FAILED,
            error_code=(last and last.error_code) or "NOT_DELIVERED",
            error_detail=(last and last.error) or reason,
        )


def judged(answer: Answer) -> Verdict:
    """What an HTTP answer means for the message."""
    if 200 <= answer.status < 300:
        return Verdict(AttemptOutcome.ACCEPTED, status=answer.status)
    final = 400 <= answer.status < 500 and answer.status not in PASSING
    return Verdict(
        AttemptOutcome.REFUSED if final else AttemptOutcome.FAILED,
        f"HTTP_{answer.status}",
        f"The callback answered HTTP {answer.status}.",
        answer.status,
        answer.excerpt or None,
        answer.retry_after,
    )


async def _post(message: Message) -> Verdict:
    if message.deleted_at is not None:
        return _refused("MESSAGE_DELETED", "The message was deleted before it was delivered.")
    inbox = await message.inbox
    if inbox.disabled_at is not None or inbox.callback_url is None:
        return _refused("INBOX_DISABLED", "The inbox is disabled.")
    body = await envelope(message)
    headers = HEADERS | inbox.sign(body, id=global_id("Message", message.id))
    try:
        return judged(await caller().post(inbox.callback_url, body, headers))
    except Uncallable as error:
        return _refused(error.code, str(error))
    except Unreachable as error:
        return Verdict(AttemptOutcome.FAILED, "UNREACHABLE", str(error))
    except Unanswered as error:
        return Verdict(AttemptOutcome.AMBIGUOUS, "UNANSWERED", str(error))


def _refused(code: str, reason: str) -> Verdict:
    return Verdict(AttemptOutcome.REFUSED, code, reason)


def _is_wanted(message: Message) -> bool:
    """On its way, or failed by us and its dead job revived; what they report as failed stays so."""
    failed_by_us = message.status is MessageStatus.FAILED and message.error_code != "REPORTED"
    return message.direction is Direction.OUTBOUND and (
        message.status in ON_THE_WAY or failed_by_us
    )


async def _move(message: Message, status: MessageStatus) -> None:
    """To and fro while it is on its way; `advance` only knows forward."""
    if message.status is not status:
        await message._move(status, error_code=None, error_detail=None, failed_at=None)
