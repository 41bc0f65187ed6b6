/** What a team works with beside the conversations: queues and their lines, labels, and the verbs of both. */

export class Desk extends EventTarget {
  queues = new Map();
  labels = new Map();
  #connection;
  #endings = [];

  /** Fires "change" when anything of it changes. */
  constructor(connection) {
    super();
    this.#connection = connection;
  }

  async load() {
    this.leave();
    const { cursor, queues, labels } = await this.#connection.ask(DESK);
    this.queues = byId(queues);
    this.labels = byId(labels);
    const follow = (query, hear) => this.#endings.push(this.#connection.follow(query, { after: cursor }, hear));
    follow(QUEUES, ({ queue }) => this.#keep(this.queues, queue));
    follow(LINES, ({ queue }) => this.#keep(this.queues, queue));
    follow(LABELS, ({ label }) => this.#keep(this.labels, label));
    this.dispatchEvent(new Event("change"));
  }

  leave() {
    for (const end of this.#endings.splice(0)) end();
  }

  /** The id of the conversation that was next, or null when nobody waits. */
  async takeNext(queueId) {
    const { takeNext } = await this.#connection.ask(TAKE_NEXT, { input: { queueId } });
    return takeNext.conversation?.id ?? null;
  }

  take = (conversationId) => this.#connection.ask(TAKE, { input: { conversationId } });
  accept = (conversationId) => this.#connection.ask(ACCEPT, { input: { conversationId } });
  decline = (conversationId) => this.#connection.ask(DECLINE, { input: { conversationId } });
  move = (conversationId, queueId) => this.#connection.ask(MOVE, { input: { conversationId, queueId } });
  label = (conversationId, id) => this.#connection.ask(LABEL, { input: { conversationId, labelIds: [id] } });
  unlabel = (conversationId, id) => this.#connection.ask(UNLABEL, { input: { conversationId, labelIds: [id] } });
  be = (availability) => this.#connection.ask(BE, { input: { availability } });

  #keep(rows, row) {
    if (row.archivedAt) rows.delete(row.id);
    else rows.set(row.id, row);
    this.dispatchEvent(new Event("change"));
  }
}

const byId = ({ edges }) => new Map(edges.map(({ node }) => [node.id, node]));

const QUEUE = "id name archivedAt line { waiting longestSince }";
const LABEL_OF = "id name colour archivedAt";
const DESK = `{ cursor queues(first: 100) { edges { node { ${QUEUE} } } } labels(first: 100) { edges { node { ${LABEL_OF} } } } }`;
const QUEUES = `subscription ($after: Cursor) { queueChanged(after: $after) { cursor queue { ${QUEUE} } } }`;
const LINES = `subscription ($after: Cursor) { queueLineChanged(after: $after) { cursor queue { ${QUEUE} } } }`;
const LABELS = `subscription ($after: Cursor) { labelChanged(after: $after) { cursor label { ${LABEL_OF} } } }`;
const TAKE_NEXT = "mutation ($input: TakeNextInput!) { takeNext(input: $input) { conversation { id } } }";
const TAKE = "mutation ($input: TakeConversationInput!) { takeConversation(input: $input) { cursor } }";
const ACCEPT = "mutation ($input: AcceptOfferInput!) { acceptOffer(input: $input) { cursor } }";
const DECLINE = "mutation ($input: DeclineOfferInput!) { declineOffer(input: $input) { cursor } }";
const MOVE = "mutation ($input: MoveToQueueInput!) { moveToQueue(input: $input) { cursor } }";
const LABEL = "mutation ($input: AddLabelsInput!) { addLabels(input: $input) { cursor } }";
const UNLABEL = "mutation ($input: RemoveLabelsInput!) { removeLabels(input: $input) { cursor } }";
const BE = "mutation ($input: UpdateMeInput!) { updateMe(input: $input) { cursor } }";
