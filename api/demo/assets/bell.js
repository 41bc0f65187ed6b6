/** What I am told of: the bell, its counter, and the list behind it. */

import { $, clock, fill, make, press, tried } from "./elements.js";

export class Bell {
  #connection;
  #show;
  #told = new Map();
  #endings = [];

  /** `show` is called with the id of a conversation that somebody wants to see. */
  constructor(connection, show) {
    this.#connection = connection;
    this.#show = show;
    $("bell").addEventListener("click", () => ($("notices").hidden = !$("notices").hidden));
  }

  async load() {
    this.leave();
    const { cursor, notifications } = await this.#connection.ask(NOTICES);
    this.#told = new Map(notifications.edges.map(({ node }) => [node.id, node]));
    const hear = ({ notification }) => {
      if (!notification) return this.load(); // all were read at once
      this.#told.set(notification.id, notification);
      this.#draw();
    };
    for (const query of [ADDED, CHANGED]) this.#endings.push(this.#connection.follow(query, { after: cursor }, hear));
    this.#draw();
  }

  leave() {
    for (const end of this.#endings.splice(0)) end();
    $("notices").hidden = true;
  }

  #draw() {
    const told = [...this.#told.values()].sort((a, b) => b.happenedAt.localeCompare(a.happenedAt));
    const unread = told.filter(({ readAt, snoozedUntil }) => !readAt && !snoozedUntil);
    $("bell").lastElementChild.textContent = unread.length || "";
    fill("notices", told.length ? told.map((each) => this.#item(each)) : [make("li", {}, "Nothing yet.")]);
  }

  #item({ id, title, happenedAt, readAt, conversation }) {
    const open = tried(async () => {
      $("notices").hidden = true;
      if (conversation) this.#show(conversation.id);
      if (!readAt) await this.#connection.ask(READ, { input: { notificationId: id } });
    });
    const button = press("", open, { read: Boolean(readAt) });
    button.append(make("b", {}, title), make("small", {}, [conversation?.contact.name, clock(happenedAt)].filter(Boolean).join(" · ")));
    return make("li", {}, button);
  }
}

const NOTICE = "id title happenedAt readAt snoozedUntil conversation { id contact { name } }";
const NOTICES = `{ cursor notifications(first: 30) { edges { node { ${NOTICE} } } } }`;
const ADDED = `subscription ($after: Cursor) { notificationAdded(after: $after) { cursor notification { ${NOTICE} } } }`;
const CHANGED = `subscription ($after: Cursor) { notificationChanged(after: $after) { cursor notification { ${NOTICE} } } }`;
const READ = "mutation ($input: MarkNotificationReadInput!) { markNotificationRead(input: $input) { cursor } }";
