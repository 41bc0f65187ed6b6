"""Operations answered by plans: see schema/compiler. What has none is graphql-core's."""

from collections.abc import Mapping
from typing import Any, Final

from models.database import fetch, pinned
from models.tenancy import acting_for, current_company
from schema import schema
from schema.compiler.host import Host, Run
from schema.compiler.leaves import HandOver
from schema.compiler.plans import Plans
from schema.context import Context, fresh_loaders
from schema.documents import Known
from schema.executor import leave
from schema.scalars import CONFIG

plans: Final = Plans(
    Host(
        schema=schema._schema,
        config=CONFIG,
        scalars=schema.schema_converter.scalar_registry,
        fetch=fetch,
        wall="company_id",
        company=current_company,
    )
)


async def answer(
    known: Known,
    operation_name: str | None,
    variables: Mapping[str, Any],
    context: Context,
) -> bytes | None:
    """The `data` of a query or mutation as JSON, if it is without any error.

    With None, execute the operation with the same context: what its root has already done is not
    done again.
    """
    viewer = context.identity
    try:
        plan, coerced = plans.of(
            known.document, operation_name, variables, viewer.permissions if viewer else None
        )
    except HandOver:
        return None
    run = Run(context, coerced, viewer.company_id if viewer else None)
    fresh_loaders()
    try:
        if viewer is None:
            return await plan.run(run)
        with acting_for(viewer.company_id):
            async with pinned():
                return await plan.run(run)
    except Exception:  # noqa: BLE001 - graphql-core meets it again, and says what it is
        leave(context, run.done)
        return None
