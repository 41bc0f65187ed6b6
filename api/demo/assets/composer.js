/** What is being written: kept as a draft, with files, from a template; a note may call colleagues by name. */

import { $, choices, fill, make, tried } from "./elements.js";

const KEPT_AFTER = 700; // ms without a letter
const TYPED_EVERY = 2_000; // ms

export class Composer {
  #connection;
  #inbox;
  #files = []; // that go with the message
  #drafts = new Map(); // of the open conversation, by kind
  #open = null;
  #typed = 0;
  #keeping;
  #kept; // or not yet: then it must not come after what is sent
  #ending = () => {};

  constructor(connection, inbox) {
    this.#connection = connection;
    this.#inbox = inbox;
    $("body").addEventListener("input", () => this.#written());
    $("body").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      $("composer").requestSubmit();
    });
    $("note").addEventListener("change", () => this.#show());
    $("template").addEventListener("change", tried(() => this.#insert()));
    $("file").addEventListener("change", tried(() => this.#attach([...$("file").files])));
    $("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  async load() {
    const { cursor, templates } = await this.#connection.ask(TEMPLATES);
    choices("template", [["", "Template…"], ...templates.edges.map(({ node }) => [node.id, `/${node.shortcode} ${node.name}`])]);
    this.#ending();
    this.#ending = this.#connection.follow(DRAFTED, { after: cursor }, (told) => this.#heard(told));
  }

  leave() {
    this.#ending();
    this.#open = null;
  }

  /** For another conversation: with what was begun there, by whichever window. */
  async open(id) {
    if (this.#open === id) return;
    this.#open = id;
    this.#files = [];
    $("note").checked = false;
    this.#place([]);
    const { conversation } = await this.#connection.ask(DRAFTS, { id });
    if (this.#open !== id) return;
    const begun = $("body").value; // since then
    this.#place(conversation.drafts);
    if (begun) $("body").value = begun;
  }

  get #kind() {
    return $("note").checked ? "NOTE" : "REPLY";
  }

  #place(drafts) {
    this.#drafts = new Map(drafts.map((draft) => [draft.kind, draft]));
    this.#show();
  }

  #show() {
    $("body").value = this.#drafts.get(this.#kind)?.body ?? "";
    this.#draw();
  }

  #draw() {
    fill("files", this.#files.map(({ fileName, state }) => make("li", { state }, `${fileName} · ${state.toLowerCase()}`)));
  }

  #written() {
    $("kept").textContent = "";
    clearTimeout(this.#keeping);
    this.#keeping = setTimeout(() => (this.#kept = this.#keep().catch(() => {})), KEPT_AFTER);
    if (Date.now() - this.#typed < TYPED_EVERY) return;
    this.#typed = Date.now();
    this.#inbox.type(true);
  }

  /** Not over what another window has written since: then that is shown, and what was typed here is lost. */
  async #keep() {
    const [conversationId, kind, body] = [this.#open, this.#kind, $("body").value];
    const known = this.#drafts.get(kind);
    if (body === (known?.body ?? "")) return;
    if (!body) {
      this.#drafts.delete(kind);
      return this.#connection.ask(DROP, { input: { draftId: known.id } });
    }
    const { saveDraft } = await this.#connection.ask(KEEP, { input: { conversationId, kind, body, version: known?.version } });
    if (this.#open !== conversationId) return;
    this.#drafts.set(kind, saveDraft.draft);
    $("kept").textContent = "Draft kept";
  }

  #heard({ draftId, draft }) {
    const known = [...this.#drafts.values()].find(({ id }) => id === draftId);
    if (draft && draft.conversation.id !== this.#open) return;
    const [mine, kind] = [this.#drafts.get(draft?.kind ?? known?.kind), draft?.kind ?? known?.kind];
    if (!kind || (draft && mine && mine.version >= draft.version)) return;
    if (draft) this.#drafts.set(kind, draft);
    else this.#drafts.delete(kind);
    if (kind === this.#kind && document.activeElement !== $("body")) this.#show();
  }

  async #insert() {
    const id = $("template").value;
    $("template").value = "";
    if (!id) return;
    const { templatePreview } = await this.#connection.ask(PREVIEW, { id, conversation: this.#open });
    $("body").value += templatePreview.body;
    $("body").focus();
    this.#written();
  }

  async #attach(files) {
    $("file").value = "";
    for (const file of files) {
      const sent = { fileName: file.name, state: "SENDING" };
      this.#files.push(sent);
      this.#draw();
      const told = { fileName: file.name, contentType: file.type || "application/octet-stream", size: file.size };
      const { createUpload } = await this.#connection.ask(UPLOAD, { input: told });
      const { ok } = await fetch(createUpload.upload.uploadUrl, { method: "PUT", body: file });
      Object.assign(sent, { id: createUpload.upload.id, state: ok ? "READY" : "REFUSED" });
      this.#draw();
    }
  }

  #send() {
    const [body, note] = [$("body").value.trim(), $("note").checked];
    const files = this.#files.filter(({ state }) => state === "READY");
    if (!body && !files.length) return;
    clearTimeout(this.#keeping);
    this.#inbox.send(body, { note, files, mentions: note ? this.#mentioned(body) : undefined, after: this.#kept });
    this.#inbox.type(false);
    this.#drafts.delete(this.#kind);
    this.#files = [];
    this.#typed = 0;
    $("kept").textContent = "";
    this.#show();
  }

  /** Whom a note calls: "@Bob", by a first name or a whole one. */
  #mentioned(body) {
    const called = (name) => body.includes(`@${name}`) || body.includes(`@${name.split(" ")[0]}`);
    return [...this.#inbox.members.values()].filter(({ name }) => called(name)).map(({ id }) => id);
  }
}

const DRAFT = "id kind body version conversation { id }";
const DRAFTS = `query ($id: ID!) { conversation(id: $id) { drafts { ${DRAFT} } } }`;
const DRAFTED = `subscription ($after: Cursor) { draftChanged(after: $after) { cursor draftId draft { ${DRAFT} } } }`;
const KEEP = `mutation ($input: SaveDraftInput!) { saveDraft(input: $input) { draft { ${DRAFT} } } }`;
const DROP = "mutation ($input: DeleteDraftInput!) { deleteDraft(input: $input) { cursor } }";
const UPLOAD = "mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id uploadUrl } } }";
const TEMPLATES = "{ cursor templates(first: 100) { edges { node { id name shortcode } } } }";
const PREVIEW = "query ($id: ID!, $conversation: ID!) { templatePreview(templateId: $id, conversationId: $conversation) { body } }";
