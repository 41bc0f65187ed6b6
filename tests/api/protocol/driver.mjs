// One of the reference clients, told what to do by lines on stdin, telling what it sees on stdout.
//   node driver.mjs '{"client": "ws" | "sse" | "eventsource", "url": …, "token": …, …}'
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { createClient as sseClient } from "graphql-sse";
import { createClient as wsClient } from "graphql-ws";
import { EventSource } from "eventsource";
import WebSocket from "ws";

const { client: kind, url, token, ...options } = JSON.parse(process.argv[2]);
const tell = (seen) => process.stdout.write(`${JSON.stringify(seen)}\n`);
let current = token;
let socket;

const overWebSocket = () =>
  wsClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams: async () => ({ authorization: `Bearer ${current}` }),
    retryWait: () => sleep(200), // sooner, and a drained server would use up its attempts
    onNonLazyError: (error) => tell({ event: "gave up", code: error.code }),
    on: {
      connecting: (again) => tell({ event: "connecting", again }),
      opened: (opened) => (socket = opened),
      connected: (opened, ack) => tell({ event: "connected", ack }),
      ping: (received) => tell({ event: "ping", received }),
      pong: (received, payload) => tell({ event: "pong", received, payload }),
      closed: ({ code, reason }) => tell({ event: "closed", code, reason }),
    },
    ...options,
  });

const overStreams = () =>
  sseClient({
    url,
    headers: () => ({ authorization: `Bearer ${current}` }),
    retry: () => sleep(200),
    onNonLazyError: (error) => tell({ event: "gave up", message: error.message }),
    on: {
      connecting: (again) => tell({ event: "connecting", again }),
      connected: () => tell({ event: "connected" }),
    },
    ...options,
  });

// As a browser has it: the document in the address, and `Last-Event-ID` on its own account.
const overEventSource = () => ({
  subscribe({ query, variables }, sink) {
    const address = new URL(url);
    address.searchParams.set("query", query);
    address.searchParams.set("variables", JSON.stringify(variables ?? {}));
    const authorized = (input, init) =>
      fetch(input, { ...init, headers: { ...init.headers, authorization: `Bearer ${current}` } });
    const source = new EventSource(address, { fetch: authorized });
    source.addEventListener("open", () => tell({ event: "connected" }));
    source.addEventListener("error", ({ code }) => tell({ event: "closed", code }));
    source.addEventListener("next", ({ data }) => sink.next(JSON.parse(data)));
    source.addEventListener("complete", () => (source.close(), sink.complete()));
    return () => source.close();
  },
  dispose() {},
});

const clients = { ws: overWebSocket, sse: overStreams, eventsource: overEventSource };
const client = clients[kind]();
const stops = {};

const subscribe = ({ id, query, variables = {} }) => {
  const request = { query, variables };
  stops[id] = client.subscribe(request, {
    next: (payload) => {
      // What the documentation says: a client that comes back asks for what is behind its cursor.
      const cursor = Object.values(payload.data ?? {})[0]?.cursor;
      if (cursor) request.variables.after = cursor;
      tell({ event: "next", id, payload });
    },
    error: (error) =>
      tell({ event: "error", id, errors: Array.isArray(error) ? error : undefined,
             code: error.code, status: error.response?.status, message: error.message }),
    complete: () => tell({ event: "complete", id }),
  });
};

const commands = {
  subscribe,
  stop: ({ id }) => stops[id](),
  token: (given) => (current = given.token),
  send: ({ message }) => socket.send(JSON.stringify(message)),
  cut: () => socket.terminate(),
  pause: () => socket.pause(),
  resume: () => socket.resume(),
  dispose: () => client.dispose(),
};

tell({ event: "ready" });
for await (const line of createInterface({ input: process.stdin })) {
  const { do: command, ...given } = JSON.parse(line);
  commands[command](given);
}
process.exit();
