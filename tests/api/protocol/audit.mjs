// The expectations that graphql-http has of a server, one line of JSON for each.
//   node audit.mjs URL
import { auditServer } from "graphql-http";

const results = await auditServer({ url: process.argv[2], fetchFn: fetch });
for (const { id, name, status, reason } of results) {
  process.stdout.write(`${JSON.stringify({ id, name, status, reason })}\n`);
}
