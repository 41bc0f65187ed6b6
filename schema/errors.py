"""How errors leave the house: refusals with their code, bugs masked and logged."""

import strawberry
import structlog
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from models.errors import DomainError

log = structlog.get_logger()


class HouseSchema(strawberry.Schema):
    """A schema whose errors all carry `extensions.code` and say nothing about our insides."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        for error in errors:
            cause = error.original_error
            if cause is None:
                error.extensions = {"code": "GRAPHQL_INVALID", **(error.extensions or {})}
            elif not isinstance(cause, DomainError):
                log.error("graphql.bug", path=error.path, exc_info=cause)
                error.message = "Something went wrong on our side."
                error.extensions = {"code": "INTERNAL"}
