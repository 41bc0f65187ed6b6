"""Documents that a request names instead of sending: what it names, in the two ways of the field.

`extensions.persistedQuery.sha256Hash` (automatic persisted queries, as Apollo's and urql's clients
do them): a client sends the hash alone; where this process does not know it, it is told so and
sends the text once. Every document that passed validation has its hash, so nothing is registered.
https://www.apollographql.com/docs/apollo-server/performance/apq

`documentId` (GraphQL over HTTP, persisted documents): an id of the installation's own documents, a
file that a front end's build writes (TRUSTED_DOCUMENTS), or `sha256:` and a hash.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson
from graphql import GraphQLError, parse, validate

from models.errors import DomainError
from models.settings import Misconfigured, settings
from schema import schema
from schema.documents import LIMITS, Documents, Known, name_of_text

SHA256: Final = "sha256:"


class PersistedQueryNotFound(DomainError):
    """This process does not know a document of this hash. Send its text."""

    code = "PERSISTED_QUERY_NOT_FOUND"

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")  # the word that clients look for


class PersistedQueryMismatch(DomainError):
    """The hash is not the SHA-256 of this text."""

    code = "PERSISTED_QUERY_MISMATCH"


class DocumentNotFound(DomainError):
    """There is no document of this id."""

    code = "DOCUMENT_NOT_FOUND"


class DocumentNotTrusted(DomainError):
    """Only the documents of this installation are executed here."""

    code = "DOCUMENT_NOT_TRUSTED"


def text_of(
    query: str | None, extensions: Mapping[str, Any] | None, document_id: object = None
) -> str | None:
    """The text that a request sends or names; None when it does neither.

    Raises PersistedQueryNotFound, PersistedQueryMismatch, DocumentNotFound or DocumentNotTrusted.
    """
    text = query
    if extensions and (asked := extensions.get("persistedQuery")) is not None:
        text = _hashed(asked, query)
    elif document_id is not None and not query:
        text = _listed(document_id)
    if text and settings().trusted_documents_only and text not in _texts():
        raise DocumentNotTrusted
    return text


@cache
def trusted() -> Mapping[str, str]:
    """The installation's own documents by their ids, as the file has them."""
    path = settings().trusted_documents
    return {} if path is None else read(path)


def require_valid() -> None:
    """Raise Misconfigured, naming the first trusted document that could not be executed."""
    for id, text in trusted().items():
        try:
            weighed(text)
        except GraphQLError as fault:
            raise Misconfigured(f"TRUSTED_DOCUMENTS: {id}: {fault.message}") from None


def weighed(text: str) -> list[tuple[str, int]]:
    """What its operations are called, and cost with the page sizes that it says itself.

    Raises GraphQLError for what could not be executed.
    """
    known = Known.of(parse(text, **LIMITS))
    if faults := validate(schema._schema, known.document):
        raise faults[0]
    if not known.operations:
        raise GraphQLError("There is no operation in it.")
    known.require_affordable(schema._schema, {})
    named = {asked.name: known.price(name, {}) or 0 for name, asked in known.operations.items()}
    return list(named.items())


def read(path: Path) -> Mapping[str, str]:
    """A JSON object of ids and texts, as graphql-codegen and Relay write it."""
    try:
        listed = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        raise Misconfigured("TRUSTED_DOCUMENTS is not a file of JSON.") from None
    if not isinstance(listed, dict) or not all(isinstance(text, str) for text in listed.values()):
        raise Misconfigured("TRUSTED_DOCUMENTS is not an object of ids and documents.")
    return listed


@cache
def _texts() -> frozenset[str]:
    return frozenset(trusted().values())


def _hashed(asked: Any, query: str | None) -> str:
    name = asked.get("sha256Hash") if isinstance(asked, dict) else None
    if not isinstance(name, str):
        raise PersistedQueryNotFound
    if not query:
        text = _of_hash(name)
        if text is None:
            raise PersistedQueryNotFound
        return text
    if name_of_text(query) != name:
        raise PersistedQueryMismatch
    return query


def _listed(document_id: object) -> str:
    if isinstance(document_id, str):
        text = trusted().get(document_id)
        if text is None and document_id.startswith(SHA256):
            text = _of_hash(document_id.removeprefix(SHA256))
        if text is not None:
            return text
    raise DocumentNotFound


def _of_hash(name: str) -> str | None:
    """What this process has seen, or has been registered under its hash."""
    return Documents.memory.text(name) or trusted().get(name)
