/** What the page knows: lists as they were read, and every event since. An event told twice changes nothing. */

export class Inbox extends EventTarget {
  me = null;
  company = null;
  members = new Map();
  conversations = new Map();
  messages = new Map(); // of the open conversation, by id or clientId
  open = null; // its id
  typing = [];
  viewing = [];
  #connection;
  #endings = [];
  #beside = [];

  /** Fires "change" when anything of it changes, and "missed" with what came in while there was no socket. */
  constructor(connection) {
    super();
    this.#connection = connection;
    connection.addEventListener("lost", ({ detail }) => {
      if (detail[0].extensions?.code === "CURSOR_EXPIRED") this.load(); // away for longer than events are kept
    });
  }

  get ordered() {
    return [...this.conversations.values()].sort((a, b) => b.lastMessageAt.localeCompare(a.lastMessageAt));
  }

  /** The cursor is read with the lists, before them: what happens from then on is told. */
  async load() {
    this.leave();
    const { cursor, me, company, members, conversations } = await this.#connection.ask(INBOX);
    Object.assign(this, { me, company });
    this.members = byId(members);
    this.conversations = byId(conversations);
    const follow = (query, hear) => this.#endings.push(this.#connection.follow(query, { after: cursor }, hear));
    follow(ADDED, (told) => this.#heard(told));
    follow(MOVED, (told) => this.#heard(told));
    follow(CHANGED, (told) => this.#update(told.conversation));
    follow(REMOVED, ({ conversationId }) => this.#lose(conversationId));
    this.#endings.push(this.#connection.follow(PRESENCE, {}, (told) => this.#seen(told)));
    this.#changed();
  }

  leave() {
    for (const end of [...this.#endings.splice(0), ...this.#beside.splice(0)]) end();
    Object.assign(this, { open: null, typing: [], viewing: [] });
  }

  async show(id) {
    for (const end of this.#beside.splice(0)) end();
    Object.assign(this, { open: id, typing: [], viewing: [], messages: new Map() });
    const others = (members) => members.filter((member) => member.id !== this.me.id).map((member) => member.name);
    const beside = (query, hear) => this.#beside.push(this.#connection.follow(query, { id }, hear));
    beside(TYPING, ({ members }) => this.#changed({ typing: others(members) }));
    beside(VIEWING, ({ members }) => this.#changed({ viewing: others(members) }));
    const { conversation } = await this.#connection.ask(THREAD, { id });
    if (this.open !== id) return; // another was opened since
    for (const { node } of conversation.messages.edges) this.#place(node);
    this.#read();
    this.#changed();
  }

  /** Shown at once, sent when there is a network, and there once however often it is sent. */
  async send(body, { note, files, mentions, after }) {
    const [id, clientId] = [this.open, crypto.randomUUID()];
    const direction = note ? "INTERNAL" : "OUTBOUND";
    const draft = { id: clientId, clientId, kind: "TEXT", body, direction, status: "WAITING", sender: this.me, attachments: files };
    this.messages.set(clientId, draft);
    this.#changed();
    try {
      await after;
      const attachmentIds = files.map((file) => file.id);
      const input = { conversationId: id, body, note, mentions, attachmentIds, clientId, clearDraft: true };
      const { sendMessage } = await this.#connection.insist(SEND, { input });
      if (this.open === id) this.#place(sendMessage.message);
    } catch (refused) {
      Object.assign(draft, { status: "FAILED", errorDetail: refused.message });
    }
    this.#changed();
  }

  type(isTyping) {
    if (!this.#connection.offline) this.#connection.ask(TYPE, { input: { conversationId: this.open, isTyping } }).catch(() => {});
  }

  async resolve() {
    const { status } = this.conversations.get(this.open);
    await this.#connection.ask(status === "RESOLVED" ? REOPEN : RESOLVE, { input: { conversationId: this.open } });
  }

  #heard({ message }) {
    const { conversation, ...said } = message;
    const known = this.conversations.get(conversation.id);
    const fresh = said.seq > (known?.messageCount ?? 0); // else the list knew of it already
    this.#update(conversation, fresh && said.direction === "INBOUND" ? 1 : 0);
    if (conversation.id === this.open) {
      this.#place(said);
      if (fresh) this.#read();
    }
    if (fresh) this.dispatchEvent(new CustomEvent("told", { detail: said }));
    this.#changed();
  }

  // Counted here: asked for, it would be executed for each viewer instead of once for all.
  #update(conversation, unread = 0) {
    const known = this.conversations.get(conversation.id);
    if (known?.version > conversation.version) return;
    this.conversations.set(conversation.id, { unreadCount: 0, ...known, ...conversation });
    this.conversations.get(conversation.id).unreadCount += unread;
    this.#changed();
  }

  /** It has left our sight: it is another's now, or in a queue that is not ours. */
  #lose(id) {
    this.conversations.delete(id);
    if (this.open === id) this.open = null;
    this.#changed();
  }

  #place(message) {
    this.messages.delete(message.clientId);
    this.messages.set(message.id, { ...this.messages.get(message.id), ...message });
    const waiting = Infinity; // what is not sent yet comes last
    const ordered = [...this.messages.values()].sort((a, b) => (a.seq ?? waiting) - (b.seq ?? waiting));
    this.messages = new Map(ordered.map((each) => [each.id, each]));
  }

  #read() {
    const conversation = this.conversations.get(this.open);
    if (!conversation?.unreadCount) return;
    conversation.unreadCount = 0;
    this.#connection.ask(READ, { input: { conversationId: this.open } }).catch(() => {});
  }

  #seen({ reset, members }) {
    if (reset) for (const member of this.members.values()) member.presence = "OFFLINE";
    for (const { memberId, status } of members) if (this.members.has(memberId)) this.members.get(memberId).presence = status;
    this.#changed();
  }

  #changed(what = {}) {
    Object.assign(this, what);
    this.dispatchEvent(new Event("change"));
  }
}

const byId = ({ edges }) => new Map(edges.map(({ node }) => [node.id, node]));

const ROW = `id number subject status version messageCount lastMessageAt lastMessagePreview contact { id name } assignee { id name }
  queue { id name } labels { id name colour }`;
const WAITING = "waiting { position offerExpiresAt offeredTo { id } }";
const SAID = `id seq clientId kind direction status body errorDetail createdAt activity { name field from to }
  attachments { id type fileName url preview { url width height } }
  sender { __typename ... on Member { name } ... on Contact { name } ... on ApiKey { name } }`;
const INBOX = `{ cursor me { id member { id } name availability } company { name } members(first: 100) { edges { node { id name presence } } }
  conversations(first: 50) { edges { node { ${ROW} ${WAITING} unreadCount } } } }`;
const THREAD = `query ($id: ID!) { conversation(id: $id) { messages(last: 50) { edges { node { ${SAID} } } } } }`;
const ADDED = `subscription ($after: Cursor) { messageAdded(after: $after) { cursor message { ${SAID} conversation { ${ROW} } } } }`;
const MOVED = `subscription ($after: Cursor) { messageChanged(after: $after) { cursor message { ${SAID} conversation { ${ROW} } } } }`;
const CHANGED = `subscription ($after: Cursor) { conversationChanged(after: $after) { cursor conversation { ${ROW} ${WAITING} } } }`;
const REMOVED = "subscription ($after: Cursor) { conversationRemoved(after: $after) { cursor conversationId } }";
const PRESENCE = "subscription { presenceChanged { reset members { memberId status } } }";
const TYPING = "subscription ($id: ID!) { typingChanged(conversationId: $id) { members { id name } } }";
const VIEWING = "subscription ($id: ID!) { viewingChanged(conversationId: $id) { members { id name } } }";
const SEND = `mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { ${SAID} } } }`;
const READ = "mutation ($input: MarkConversationReadInput!) { markConversationRead(input: $input) { cursor } }";
const TYPE = "mutation ($input: SetTypingInput!) { setTyping(input: $input) { conversation { id } } }";
const RESOLVE = "mutation ($input: ResolveConversationInput!) { resolveConversation(input: $input) { cursor } }";
const REOPEN = "mutation ($input: ReopenConversationInput!) { reopenConversation(input: $input) { cursor } }";
