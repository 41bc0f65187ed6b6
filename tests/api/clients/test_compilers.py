"""What front ends are built with reads our schema, and what they build is answered by its ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
from graphql import OperationType

from api.reference import ROOT
from schema.documents import kind_of
from schema.persisted import trusted
from tests.answers import codes
from tests.api.clients.conftest import Run
from tests.clients import Door, sign_in
from tests.customer import environment
from tests.people import Cast

TEAM = """import { graphql } from "relay-runtime";

export const team = graphql`
  query teamQuery { ...team_members cursor }
`;
export const members = graphql`
  fragment team_members on Query
  @refetchable(queryName: "teamMembersQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 10 }, after: { type: "String" }) {
    members(first: $first, after: $after) @connection(key: "team_members") {
      edges { node { id name ...team_member } }
    }
  }
`;
export const member = graphql`
  fragment team_member on Member @refetchable(queryName: "teamMemberQuery") { name role }
`;
export const rename = graphql`
  mutation teamRenameMutation($input: UpdateCompanyInput!) {
    updateCompany(input: $input) { company { id name } }
  }
`;
export const changes = graphql`
  subscription teamSubscription($after: Cursor) {
    memberChanged(after: $after) { cursor member { ...team_member } }
  }
`;
"""
OPERATIONS = """
query Team($first: Int!, $after: String) {
  members(first: $first, after: $after) { edges { node { ...Person } } pageInfo { endCursor } }
}
fragment Person on Member { id name role }
mutation Rename($input: UpdateCompanyInput!) { updateCompany(input: $input) { company { name } } }
subscription Changes($after: Cursor) { memberChanged(after: $after) { cursor } }
"""


@contextmanager
def installation(listed: Path) -> Iterator[None]:
    """One with these documents of its own."""
    with environment(TRUSTED_DOCUMENTS=str(listed)):
        trusted.cache_clear()
        yield
    trusted.cache_clear()


async def answered(
    http: httpx.AsyncClient, who: Cast, listed: Path, variables: dict[str, Any]
) -> dict[str, Any]:
    """Each query of a file of documents, by its id; what they answer, together."""
    headers, data = (await sign_in(who.owner)).headers, dict[str, Any]()
    with installation(listed):
        for id, text in orjson.loads(listed.read_bytes()).items():
            if kind_of(text, None) is OperationType.QUERY:
                body = {"documentId": id, "variables": variables}
                answer = (await http.post("/graphql", json=body, headers=headers)).json()
                assert codes(answer) == []
                data |= answer["data"]
    return data


async def test_relay_compiles_and_its_documents_are_answered(
    run: Run, http: httpx.AsyncClient, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "team.js").write_text(TEAM)
    (tmp_path / "schema.graphql").write_bytes((ROOT / "schema" / "schema.graphql").read_bytes())
    persisted = {"file": "persisted.json", "algorithm": "SHA256"}
    config = {
        "src": "src",
        "schema": "schema.graphql",
        "language": "javascript",
        "persistConfig": persisted,
    }
    (tmp_path / "relay.config.json").write_bytes(orjson.dumps(config))
    (tmp_path / "persisted.json").write_text("{}")

    written = await run("node_modules/relay-compiler/cli.js", "relay.config.json")

    assert "error" not in written.lower()
    assert len(orjson.loads((tmp_path / "persisted.json").read_bytes())) == 5
    id = await node_of(http, acme)
    data = await answered(http, acme, tmp_path / "persisted.json", {"first": 2, "id": id})
    assert data["node"]["name"] == acme.owner.name


async def test_code_is_generated_from_the_running_server(
    run: Run, door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    who = await sign_in(acme.owner)
    (tmp_path / "operations.graphql").write_text(OPERATIONS)
    config = {
        "schema": [{f"{door.url}/graphql": {"headers": who.headers}}],
        "documents": ["operations.graphql"],
        "generates": {"./gen/": {"preset": "client", "presetConfig": {"persistedDocuments": True}}},
    }
    (tmp_path / "codegen.json").write_bytes(orjson.dumps(config))

    await run("node_modules/@graphql-codegen/cli/esm/bin.js", "--config", "codegen.json")

    types = (tmp_path / "gen" / "graphql.ts").read_text()
    assert "export type TeamQuery" in types
    listed = tmp_path / "gen" / "persisted-documents.json"
    assert len(orjson.loads(listed.read_bytes())) == 3
    assert "members" in await answered(http, acme, listed, {"first": 2})


async def node_of(http: httpx.AsyncClient, who: Cast) -> str:
    headers = (await sign_in(who.owner)).headers
    query = "{ members(first: 1) { edges { node { id } } } }"
    answer = (await http.post("/graphql", json={"query": query}, headers=headers)).json()
    return str(answer["data"]["members"]["edges"][0]["node"]["id"])
