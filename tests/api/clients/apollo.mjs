// Apollo Client: hashes by GET, relayStylePagination, a subscription over graphql-ws.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { getMainDefinition, relayStylePagination } from "@apollo/client/utilities";
import * as told from "./told.mjs";

const { seen } = told;
const http = new HttpLink({ uri: told.url, headers: told.authorization, fetch: told.watched });
const hashed = new PersistedQueryLink({ sha256: told.sha256, useGETForHashedQueries: true });
const live = ({ query }) => getMainDefinition(query).operation === "subscription";
const client = new ApolloClient({
  link: ApolloLink.split(live, new GraphQLWsLink(told.socket), hashed.concat(http)),
  cache: new InMemoryCache({
    typePolicies: { Query: { fields: { members: relayStylePagination() } } },
  }),
});
const ask = (text, variables) =>
  client.query({ query: gql(text), variables, fetchPolicy: "network-only" });

const query = gql(told.PAGE);
const { data } = await client.query({ query, variables: { first: 1 } });
const page = client.watchQuery({ query, variables: { first: 1 } });
const watching = page.subscribe(() => {});
await page.fetchMore({ variables: { after: data.members.pageInfo.endCursor } });
seen.members = client.readQuery({ query, variables: { first: 1 } }).members.edges.map(({ node }) => node.name);
watching.unsubscribe();
seen.node = (await ask(told.NODE, { id: told.memberId })).data.node;

const { cursor } = (await ask(told.CURSOR)).data;
const event = new Promise((happened, failed) =>
  client
    .subscribe({ query: gql(told.EVENTS), variables: { after: cursor } })
    .subscribe({ next: happened, error: failed }),
);
const renamed = await client.mutate({ mutation: gql(told.RENAME), variables: { name: "By Apollo" } });
seen.company = renamed.data.updateCompany.company.name;
seen.event = (await event).data.events.event.name;
await ask(told.PAGE, { first: 1 });
client.stop();
await told.socket.dispose();
told.tell();
