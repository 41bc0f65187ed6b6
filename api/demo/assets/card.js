/** Who it is: the contact of the open conversation, and what colleagues noted about them. */

import { $, clock, fill, make, tried } from "./elements.js";

export class Card {
  #connection;
  #contact = null; // its id

  constructor(connection) {
    this.#connection = connection;
    $("about-contact").addEventListener("submit", (event) => {
      event.preventDefault();
      tried(() => this.#note())();
    });
  }

  async show(contactId) {
    if (this.#contact === contactId) return;
    this.#contact = contactId;
    await this.#read();
  }

  async #note() {
    const body = $("remark").value.trim();
    if (!body) return;
    await this.#connection.insist(NOTE, { input: { contactId: this.#contact, body, clientId: crypto.randomUUID() } });
    $("remark").value = "";
    await this.#read();
  }

  async #read() {
    const id = this.#contact;
    const { contact } = await this.#connection.ask(CONTACT, { id });
    if (this.#contact !== id) return;
    $("who").textContent = contact.name;
    fill("facts", [contact.email, contact.phone, ...contact.consents.map(consent)].filter(Boolean).map((fact) => make("li", {}, fact)));
    fill("remarks", contact.notes.edges.map(({ node }) => remark(node)));
  }
}

const consent = ({ channel, state }) => `${channel.toLowerCase()}: ${state.toLowerCase().replace("_", " ")}`;
const remark = ({ body, author, createdAt }) => make("li", {}, make("p", {}, body), make("small", {}, `${author?.name ?? ""} · ${clock(createdAt)}`));

const CONTACT = `query ($id: ID!) { contact(id: $id) { id name email phone consents { channel state }
  notes(last: 20) { edges { node { id body createdAt author { ... on Member { name } } } } } } }`;
const NOTE = "mutation ($input: AddContactNoteInput!) { addContactNote(input: $input) { cursor } }";
