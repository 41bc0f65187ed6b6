/** The page: GraphiQL under a bar that says who is asking and how the socket is. */

import { examplesPlugin, readExamples } from "./examples.js";
import { Session } from "./session.js";
import { createFetcher } from "./wire.js";

const FIRST_TABS = 5;

const config = JSON.parse(document.getElementById("config").textContent);
const at = (id) => document.getElementById(id);
const session = new Session(config);

showSession();
session.addEventListener("change", showSession);
listen();
render();

function render() {
  const examples = readExamples(config.examples);
  const fetcher = createFetcher({ endpoint: config.endpoint, session, onSocket: showSocket, onAnswer: offerSession });
  const root = ReactDOM.createRoot(at("graphiql"));
  const settings = {
    // The storage of an origin is shared: other GraphiQL pages run on this port on other days.
    storage: GraphiQL.createLocalStorage({ namespace: "chatia-flow" }),
    defaultTabs: examples.slice(0, FIRST_TABS).map(({ query, variables }) => ({ query, variables })),
    defaultQuery: "",
    defaultEditorToolsVisibility: "variables",
    shouldPersistHeaders: false,
    inputValueDeprecation: true,
    schemaDescription: true,
    plugins: [examplesPlugin(examples), GraphiQLPluginExplorer.explorerPlugin()],
    onSchemaChange: () => session.removeEventListener("change", draw),
  };
  // GraphiQL asks for the schema again when its fetcher is a new one: a token may open what was refused without.
  function draw() {
    root.render(React.createElement(GraphiQL, { ...settings, fetcher: (...asked) => fetcher(...asked) }));
  }
  session.addEventListener("change", draw);
  session.ready.then(draw);
}

function showSession() {
  const { account, problem, token } = session;
  const several = config.demo.length > 1;
  const known = config.demo.some(({ email }) => email === account?.email);
  at("token").value = token;
  at("account").textContent = problem || who(account, token, several && known);
  at("account").title = at("account").textContent;
  at("account").dataset.state = problem ? "problem" : token ? "in" : "out";
  at("company").textContent = account?.company ? `· ${account.company}` : "";
  at("demo").hidden = !several;
  at("demo").value = known ? account.email : "";
  at("sign-in").hidden = config.demo.length !== 1 || Boolean(token);
  at("sign-out").hidden = !token;
}

function who(account, token, named) {
  if (account) return named ? "Signed in as" : `Signed in as ${account.email}`;
  return token ? "Using the token given" : "Not signed in";
}

function showSocket(state, text) {
  at("socket").dataset.state = state;
  at("socket").lastElementChild.textContent = text;
}

function offerSession({ data }) {
  const offered = Object.values(data ?? {}).find((payload) => payload?.session?.accessToken);
  if (!offered) return;
  at("offer").hidden = false;
  at("adopt").onclick = () => {
    at("offer").hidden = true;
    session.adopt(offered.session);
  };
}

function listen() {
  const [first] = config.demo;
  at("token").addEventListener("change", ({ target }) => session.use(target.value));
  at("reveal").addEventListener("click", ({ target }) => {
    const masked = at("token").classList.toggle("masked");
    target.textContent = masked ? "Show" : "Hide";
    target.setAttribute("aria-pressed", String(!masked));
  });
  at("sign-in").addEventListener("click", () => session.signIn(first));
  at("sign-out").addEventListener("click", () => session.signOut());
  at("dismiss").addEventListener("click", () => (at("offer").hidden = true));
  at("demo").append(new Option("Sign in as…", ""), ...config.demo.map(({ email }) => new Option(email)));
  at("demo").addEventListener("change", ({ target }) => {
    const account = config.demo.find(({ email }) => email === target.value);
    if (account) session.signIn(account);
  });
}
