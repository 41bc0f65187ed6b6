/** How a front end talks to ChatIA Flow: requests by POST, all that is live over one socket, nothing missed. */

const KEPT = "chatia-flow:demo";
const EARLY = 60_000; // ms before its end that a token is renewed

export class Refused extends Error {
  constructor({ message, extensions }) {
    super(message);
    this.code = extensions?.code;
    this.retryable = extensions?.retryable ?? false;
  }
}

/** Fires "state" with every change of `state`: idle, connecting, live, offline; and "ended" with the session. */
export class Connection extends EventTarget {
  state = "idle";
  #endpoint;
  #tokens = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  #held = false; // offline by the switch on the page
  #renewing;
  #socket;

  constructor(endpoint) {
    super();
    this.#endpoint = endpoint;
    this.#socket = this.#open();
    addEventListener("online", () => this.#moved());
    addEventListener("offline", () => this.#socket.terminate());
  }

  get signedIn() {
    return this.#tokens !== null;
  }

  get offline() {
    return this.#held || !navigator.onLine;
  }

  async signIn(email, password) {
    const { signIn } = await this.#post(SIGN_IN, { input: { email, password } });
    if (!signIn.session) throw new Error("This page knows one company and no second factor.");
    this.#keep(signIn.session);
  }

  async signOut() {
    await this.ask("mutation { signOut { cursor } }").catch(() => {});
    this.#end();
  }

  /** Once there is a network. Rejects with Refused; with a TypeError where the request was lost on its way. */
  async ask(query, variables) {
    while (this.offline) await this.#next();
    await this.#fresh();
    return this.#post(query, variables, { authorization: `Bearer ${this.#tokens.accessToken}` });
  }

  /** The same until it is answered; for what may be repeated, like a message with a `clientId`. */
  async insist(query, variables) {
    for (let wait = 500; ; wait = Math.min(wait * 2, 10_000)) {
      try {
        return await this.ask(query, variables);
      } catch (error) {
        if (error instanceof Refused && !error.retryable) throw error;
        await pause(wait);
      }
    }
  }

  /** Hear each result of a subscription. With `$after` it goes on, after a cut, behind what was heard last. */
  follow(query, variables, hear) {
    const payload = { query, variables };
    return this.#socket.subscribe(payload, {
      next({ data }) {
        const [told] = Object.values(data);
        // graphql-ws sends this very object again when it reconnects.
        if (told.cursor && "after" in variables) payload.variables = { ...variables, after: told.cursor };
        hear(told);
      },
      error: (reason) => Array.isArray(reason) && this.dispatchEvent(new CustomEvent("lost", { detail: reason })),
      complete() {},
    });
  }

  hold(held) {
    this.#held = held;
    if (held) this.#socket.terminate();
    this.#moved();
  }

  #open() {
    return graphqlWs.createClient({
      url: new URL(this.#endpoint, location.href.replace(/^http/, "ws")).href,
      connectionParams: async () => {
        await this.#fresh();
        return { authorization: `Bearer ${this.#tokens?.accessToken}` };
      },
      keepAlive: 10_000, // a dead peer is noticed
      shouldRetry: () => this.signedIn,
      retryAttempts: Infinity,
      retryWait: async (retries) => {
        while (this.offline) await this.#next();
        // Apart from each other, when a server restarts and all come back.
        await pause(Math.min(200 * 2 ** retries, 10_000) * (0.5 + Math.random()));
      },
      on: {
        connecting: () => this.#become("connecting"),
        connected: () => this.#become("live"),
        closed: () => this.#become(this.offline ? "offline" : this.signedIn ? "connecting" : "idle"),
      },
    });
  }

  async #fresh() {
    if (this.#tokens && Date.parse(this.#tokens.expiresAt) - EARLY < Date.now()) {
      this.#renewing ??= this.#renew().finally(() => (this.#renewing = null));
      await this.#renewing;
    }
  }

  async #renew() {
    try {
      const { refreshSession } = await this.#post(REFRESH, { input: { refreshToken: this.#tokens.refreshToken } });
      this.#keep(refreshSession.session);
    } catch (error) {
      if (error instanceof Refused && !error.retryable) this.#end();
      throw error;
    }
  }

  async #post(query, variables, headers = {}) {
    const response = await fetch(this.#endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (response.status === 401 && headers.authorization) this.#end();
    if (errors) throw new Refused(errors[0]);
    return data;
  }

  #keep(tokens) {
    this.#tokens = tokens;
    sessionStorage.setItem(KEPT, JSON.stringify(tokens));
  }

  #end() {
    this.#tokens = null;
    sessionStorage.removeItem(KEPT);
    this.#socket.dispose();
    this.#socket = this.#open();
    this.#become("idle");
    this.dispatchEvent(new Event("ended"));
  }

  #become(state) {
    this.state = state;
    this.#moved();
  }

  #moved() {
    this.dispatchEvent(new Event("state"));
  }

  #next() {
    return new Promise((moved) => this.addEventListener("state", moved, { once: true }));
  }
}

const TOKENS = "session { accessToken expiresAt refreshToken }";
const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ${TOKENS} } }`;
const REFRESH = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${TOKENS} } }`;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
