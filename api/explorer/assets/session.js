/** The token of this browser tab: kept in sessionStorage, never in an address, renewed before it ends. */

const KEPT = "chatia-flow:session";
const RENEW_AT = 0.8; // of a token's life

export class Session extends EventTarget {
  problem = "";
  #config;
  #kept;
  #renewing = null;
  #timer;

  /** Fires "change" when anything of it changes, and "viewer" before that when somebody else is asking. */
  constructor(config) {
    super();
    this.#config = config;
    this.#kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    this.#schedule();
    const [account] = config.demo;
    this.ready = this.#kept || !account ? Promise.resolve() : this.signIn(account);
  }

  get token() {
    return this.#kept?.token ?? "";
  }

  /** {email, company} of a sign-in by the page; null for a token that was typed. */
  get account() {
    return this.#kept?.account ?? null;
  }

  get authorization() {
    return this.token ? { authorization: `Bearer ${this.token}` } : {};
  }

  /** Before each use: a timer sleeps while the computer sleeps. */
  async fresh() {
    await this.ready;
    if (this.#kept?.renewAt < Date.now()) await this.renew();
  }

  /** Use a token or an API key that was typed. */
  use(token) {
    this.#keep({ token: token.trim().replace(/^bearer\s+/i, "") });
  }

  async signIn({ email, password }, { sameViewer = false } = {}) {
    try {
      const { session, companies } = await this.#ask("SignIn", { email, password });
      if (!session) throw new Error("this account is in several companies: run SignIn with one of them");
      this.adopt(session, { account: { email, company: companies?.[0]?.name }, sameViewer });
      return true;
    } catch (refusal) {
      this.#report(`Could not sign in: ${refusal.message}`);
      return false;
    }
  }

  async signOut() {
    // An API key has no session to end, and a session that is gone already is signed out too.
    if (this.#kept?.refreshToken) await this.#ask("SignOut").catch(() => {});
    this.#keep({});
  }

  adopt({ accessToken, refreshToken }, { account = null, sameViewer = false } = {}) {
    const life = lifetime(accessToken);
    const renewAt = life && Date.now() + life * RENEW_AT;
    this.#keep({ token: accessToken, refreshToken, renewAt, account }, { sameViewer });
  }

  /** True if there is a new token. */
  renew() {
    this.#renewing ??= this.#replace().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #replace() {
    const { refreshToken, account } = this.#kept ?? {};
    if (!refreshToken) return false;
    try {
      const { session } = await this.#ask("RefreshSession", { refreshToken });
      this.adopt(session, { account, sameViewer: true });
      return true;
    } catch (refusal) {
      if (refusal instanceof TypeError) return false; // no network: the same refresh token serves later
      const demo = this.#config.demo.find(({ email }) => email === account?.email);
      if (demo) return this.signIn(demo, { sameViewer: true });
      this.#keep({ token: this.token });
      this.#report("This session has ended: sign in again or give another token.");
      return false;
    }
  }

  async #ask(operationName, variables) {
    const response = await fetch(this.#config.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(operationName === "SignOut" ? this.authorization : {}),
      },
      body: JSON.stringify({ query: this.#config.session, operationName, variables }),
    });
    const answer = await response.json().catch(() => ({}));
    const [payload] = Object.values(answer.data ?? {});
    if (!payload) throw new Error(answer.errors?.[0]?.message ?? `the server answered ${response.status}`);
    return payload;
  }

  #keep(kept, { sameViewer = false } = {}) {
    this.#kept = kept;
    this.problem = "";
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
    this.#schedule();
    if (!sameViewer) this.dispatchEvent(new Event("viewer"));
    this.dispatchEvent(new Event("change"));
  }

  #report(problem) {
    this.problem = problem;
    this.dispatchEvent(new Event("change"));
  }

  #schedule() {
    clearTimeout(this.#timer);
    const { renewAt } = this.#kept ?? {};
    if (renewAt) this.#timer = setTimeout(() => this.renew(), Math.max(0, renewAt - Date.now()));
  }
}

// By the difference of two of the server's times, so the two clocks need not agree.
function lifetime(token) {
  try {
    const { iat, exp } = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
    return (exp - iat) * 1000 || null;
  } catch {
    return null;
  }
}
