/** How GraphiQL reaches the server: queries and mutations by POST, subscriptions by graphql-transport-ws. */

const UNAUTHORIZED = new Set([4401, 4403]);
const IDLE = "Socket idle";

/** `onSocket(state, text)` hears every change of the socket; `onAnswer(answer)` every answer to a POST. */
export function createFetcher({ endpoint, session, onSocket, onAnswer }) {
  const client = openSockets({ endpoint, session, onSocket });

  async function post(body, headers, { retried = false } = {}) {
    await session.fresh();
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json",
        ...session.authorization,
        ...lowered(headers),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    const answer = parsed(text) ?? { errors: [{ message: `${response.status} ${response.statusText}: ${text}` }] };
    if (!retried && unauthenticated(response, answer) && (await session.renew())) {
      return post(body, headers, { retried: true });
    }
    onAnswer(answer);
    return answer;
  }

  function subscribe(payload, resumable) {
    return {
      subscribe(sink) {
        const asked = payload.variables;
        let stop = () => {};
        let stopped = false;
        let renewed = false;
        const fromTheStart = () => (payload.variables = asked); // a cursor is of one company
        session.addEventListener("viewer", fromTheStart);
        const end = (finish) => {
          session.removeEventListener("viewer", fromTheStart);
          finish();
        };
        const open = () => {
          stop = client.subscribe(payload, {
            next(result) {
              renewed = false;
              if (resumable) resumeAfter(payload, result);
              sink.next(result);
            },
            async error(reason) {
              if (!renewed && UNAUTHORIZED.has(reason?.code) && (renewed = await session.renew())) {
                if (!stopped) open();
              } else {
                end(() => sink.error(Array.isArray(reason) ? reason : [{ message: explain(reason) }]));
              }
            },
            complete: () => end(() => sink.complete()),
          });
        };
        open();
        return {
          unsubscribe() {
            stopped = true;
            end(stop);
            onSocket("idle", IDLE); // also where it was waiting to reconnect, which ends without an event
          },
        };
      },
    };
  }

  return async ({ query, operationName, variables }, { headers } = {}) => {
    const operation = chosen(query, operationName);
    const payload = { query, operationName: operation?.name?.value ?? operationName, variables };
    if (operation?.operation !== "subscription") return post(payload, headers);
    const resumable = operation.variableDefinitions.some(({ variable }) => variable.name.value === "after");
    return subscribe(payload, resumable);
  };
}

// GraphiQL parses a moment after the keystroke: just after a change of tab it still gives the name of the tab before.
function chosen(query, operationName) {
  const { definitions } = parsed(query, GraphiQL.GraphQL.parse) ?? { definitions: [] };
  const operations = definitions.filter(({ kind }) => kind === "OperationDefinition");
  return operations.length === 1 ? operations[0] : operations.find(({ name }) => name?.value === operationName);
}

function openSockets({ endpoint, session, onSocket }) {
  let events = 0;
  let token = session.token;
  const client = graphqlWs.createClient({
    url: new URL(endpoint, location.href.replace(/^http/, "ws")).href,
    connectionParams: async () => {
      await session.fresh();
      token = session.token;
      return session.authorization;
    },
    retryAttempts: Infinity,
    retryWait: (retries) => pause(Math.min(200 * 2 ** retries, 10_000) * (0.5 + Math.random())),
    shouldRetry: (reason) => !UNAUTHORIZED.has(reason?.code),
    on: {
      connecting: (again) => onSocket("busy", again ? "Reconnecting…" : "Connecting…"),
      connected: () => onSocket("live", "Live"),
      message: ({ type }) => type === "next" && onSocket("live", `Live · ${count(++events)}`),
      closed: ({ code, reason }) => {
        if (code === 1000) onSocket("idle", IDLE);
        else if (UNAUTHORIZED.has(code)) onSocket("refused", `Refused: ${reason || code}`);
        else onSocket("busy", "Reconnecting…");
      },
    },
  });
  session.addEventListener("change", () => {
    if (session.token !== token) {
      token = session.token;
      onSocket("idle", IDLE);
      client.terminate(); // whatever still runs comes back at once, as the new viewer
    }
  });
  return client;
}

// graphql-ws sends this very object again when it reconnects.
function resumeAfter(payload, result) {
  const [root] = Object.values(result.data ?? {});
  if (root?.cursor) payload.variables = { ...payload.variables, after: root.cursor };
}

function unauthenticated(response, answer) {
  return response.status === 401 || answer.errors?.some(({ extensions }) => extensions?.code === "UNAUTHENTICATED");
}

function explain(reason) {
  if (reason?.code) return `The server closed the socket: ${reason.code} ${reason.reason}`.trim();
  return reason?.message ?? "The socket could not be opened.";
}

function lowered(headers) {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
}

function parsed(text, parse = JSON.parse) {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

const count = (events) => (events === 1 ? "1 event" : `${events} events`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
