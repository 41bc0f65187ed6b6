// What both clients are told, and how they tell what they saw: one JSON object on stdout.
import { createHash } from "node:crypto";
import { createClient } from "graphql-ws";
import WebSocket from "ws";

export const { url, token, memberId } = JSON.parse(process.argv[2]);
export const authorization = { authorization: `Bearer ${token}` };
export const seen = { requests: [], complaints: [] };
for (const level of ["warn", "error"])
  console[level] = (...said) => seen.complaints.push(said.map(String).join(" "));

export const sha256 = async (text) => createHash("sha256").update(text).digest("hex");
export const socket = createClient({
  url: url.replace("http", "ws"),
  webSocketImpl: WebSocket,
  connectionParams: authorization,
});

// Without the signal: urql aborts what it has read to its end, which Node 20 takes ill.
export async function watched(address, { signal, ...options } = {}) {
  const answer = await fetch(address, options);
  seen.requests.push({ method: options.method ?? "GET", status: answer.status });
  return answer;
}

export const tell = () => process.stdout.write(JSON.stringify(seen));

export const PAGE = `query Page($first: Int!, $after: String) {
  members(first: $first, after: $after) {
    edges { cursor node { id name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;
export const NODE = "query Again($id: ID!) { node(id: $id) { id ... on Member { name role } } }";
export const RENAME = `mutation Rename($name: String!) {
  updateCompany(input: { name: $name }) { company { id name } cursor }
}`;
export const EVENTS = `subscription Happens($after: Cursor) {
  events(after: $after, names: ["company.updated"]) { cursor event { name } }
}`;
export const CURSOR = "query Now { cursor }";
