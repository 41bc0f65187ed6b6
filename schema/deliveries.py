"""How an answer reached the customer's system, or did not."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from models.conversations import AttemptOutcome
from models.tenancy import find
from schema.context import Info
from schema.payloads import Payload
from schema.roots import mutation

if TYPE_CHECKING:
    from schema.conversations.message import Message

strawberry.enum(AttemptOutcome, description="How an attempt ended; AMBIGUOUS: it may have arrived.")


@strawberry.type(description="One POST to the callback.")
class DeliveryAttempt:
    number: int
    outcome: AttemptOutcome
    status_code: int | None = strawberry.field(description="Of HTTP.")
    error_code: str | None
    error: str | None
    response_excerpt: str | None = strawberry.field(description="How the answer's body begins.")
    duration_ms: int | None
    created_at: datetime = strawberry.field(description="When it was started.")


@strawberry.input
class RetryMessageInput:
    message_id: strawberry.ID


@strawberry.type
class RetryMessagePayload(Payload):
    message: Annotated["Message", strawberry.lazy("schema.conversations.message")]


@strawberry.type
class DeliveryMutation:
    @mutation(
        "messages:send",
        description="Send a failed or doubtful message again, under the id it had.",
    )
    async def retry_message(self, info: Info, input: RetryMessageInput) -> RetryMessagePayload:
        message = await find(info.context.viewer.messages, input.message_id)
        await message.retry(by=info.context.viewer)
        return await RetryMessagePayload.at(info, message=message)
