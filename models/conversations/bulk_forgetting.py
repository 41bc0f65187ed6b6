"""Letting go of what became of many conversations long ago."""

from typing import Final

from models.forgetting import days_ago, forget


async def forget_bulk_operations(*, days: int) -> int:
    """Drop those that ended so many days ago, with their outcomes; how many. For every company.

    Their outcomes go first, a few at a time.
    """
    await forget(OUTCOMES, *days_ago(days))
    return await forget(OPERATIONS, *days_ago(days))


OUTCOMES: Final = """
    DELETE FROM bulk_outcomes WHERE (company_id, id) IN (
        SELECT o.company_id, o.id FROM bulk_operations b
        JOIN bulk_outcomes o ON o.company_id = b.company_id AND o.operation_id = b.id
        WHERE b.id < $1 AND b.finished_at < $2 LIMIT $3
    )
"""
OPERATIONS: Final = """
    DELETE FROM bulk_operations WHERE (company_id, id) IN (
        SELECT b.company_id, b.id FROM bulk_operations b
        WHERE b.id < $1 AND b.finished_at < $2 AND NOT EXISTS (
            SELECT FROM bulk_outcomes o
            WHERE o.company_id = b.company_id AND o.operation_id = b.id)
        LIMIT $3
    )
"""
