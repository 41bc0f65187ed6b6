"""The nouns of which not all are seen by everybody who may read them: where edges must look."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.conversations import Conversation, Message
from schema.context import Context

GUARDED: Final[Mapping[type[Model], Callable[[Context], QuerySet[Any]]]] = {
    Conversation: lambda context: context.viewer.conversations,
    Message: lambda context: context.viewer.messages,
}
