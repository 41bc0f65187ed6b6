// urql: hashes by GET, mutations with theirs, a subscription over graphql-ws.
import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { persistedExchange } from "@urql/exchange-persisted";
import * as told from "./told.mjs";

const { seen, socket } = told;
const forwardSubscription = ({ query, variables }) => ({
  subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
});
const client = new Client({
  url: told.url,
  fetch: told.watched,
  fetchOptions: { headers: told.authorization },
  preferGetMethod: false,
  exchanges: [
    persistedExchange({
      preferGetForPersistedQueries: true,
      enableForMutation: true,
      generateHash: told.sha256,
    }),
    fetchExchange,
    subscriptionExchange({ forwardSubscription }),
  ],
});

async function ask(text, variables = {}) {
  const { data, error } = await client.query(text, variables).toPromise();
  if (error) throw error;
  return data;
}

const first = await ask(told.PAGE, { first: 1 });
const second = await ask(told.PAGE, { first: 1, after: first.members.pageInfo.endCursor });
seen.members = [first, second].map(({ members }) => members.edges[0].node.name);
seen.node = (await ask(told.NODE, { id: told.memberId })).node;

const { cursor } = await ask(told.CURSOR);
const event = new Promise((happened) =>
  client.subscription(told.EVENTS, { after: cursor }).subscribe(happened),
);
const { data, error } = await client.mutation(told.RENAME, { name: "By urql" }).toPromise();
if (error) throw error;
seen.company = data.updateCompany.company.name;
seen.event = (await event).data.events.event.name;
await socket.dispose();
told.tell();
