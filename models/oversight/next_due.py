"""By what conversations are sorted whose clocks run, kept as the clocks move."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from models.database import current_transaction, flush
from models.tenancy import current_company
from models.writes import Last


def expect_moves() -> None:
    """Before anything is recorded: conversations are locked ahead of the log, by whoever does."""
    current_transaction().batch(_written)


async def note_next_due(conversation_id: UUID) -> None:
    """Its clocks have moved. The row is touched as the transaction ends, so that none waits long.

    Its `version` stays: nothing has changed that somebody could overwrite.
    """
    await flush()
    current_transaction().batch(_written).append(conversation_id)


def _written(conversation_ids: list[UUID]) -> Sequence[Last]:
    if not conversation_ids:
        return ()
    arguments = (current_company(), sorted(set(conversation_ids)))
    return (Last(READY, NEXT_DUE, arguments, _nothing),)


def _nothing(*_: Any) -> None:
    pass


READY: Final = "ready AS (SELECT WHERE {rest})"
NEXT_DUE: Final = """
    UPDATE conversations c SET next_sla_due_at = next.due_at
    FROM ready, (
        SELECT u.id, (SELECT min(s.due_at) FROM sla_clocks s
                      WHERE s.company_id = $1 AND s.conversation_id = u.id
                        AND s.ended_at IS NULL) AS due_at
        FROM unnest($2::uuid[]) AS u (id)
    ) AS next
    WHERE c.company_id = $1 AND c.id = next.id AND c.next_sla_due_at IS DISTINCT FROM next.due_at
    RETURNING 1
"""
