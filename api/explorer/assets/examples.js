/** The example operations: the first tabs of a new page, and a side panel that opens any of them again. */

const h = React.createElement;

/** Split one GraphQL document into {name, kind, about, query, variables}, one for each operation. */
export function readExamples(text) {
  const { definitions } = GraphiQL.GraphQL.parse(text);
  return definitions.map(({ loc, name, operation }, index) => {
    const before = text.slice(definitions[index - 1]?.loc.end ?? 0, loc.start);
    const [, variables = ""] = before.match(/^# variables: (.*)$/m) ?? [];
    const comment = before.replace(/^# variables: .*\n/m, "").trim();
    return {
      name: name.value,
      kind: operation,
      about: firstSentence(comment.replaceAll(/^# ?/gm, "").replaceAll("\n", " ")),
      query: `${comment}\n\n${text.slice(loc.start, loc.end)}\n`,
      variables: variables && JSON.stringify(JSON.parse(variables), null, 2),
    };
  });
}

export function examplesPlugin(examples) {
  return { title: "Examples", icon: Icon, content: () => h(Panel, { examples }) };
}

function Panel({ examples }) {
  const editor = GraphiQL.React.useEditorContext({ nonNull: true });
  const open = (example) => {
    const tab = editor.tabs.findIndex(({ query }) => query?.trim() === example.query.trim());
    if (tab < 0) editor.moveTab([...editor.tabs, newTab(example)]);
    editor.changeTab(tab < 0 ? editor.tabs.length : tab);
  };
  return h(
    "section",
    { className: "examples", "aria-label": "Examples" },
    h("h2", null, "Examples"),
    h("ol", null, examples.map((example) => h(Entry, { key: example.name, example, open }))),
  );
}

function Entry({ example, open }) {
  return h(
    "li",
    null,
    h(
      "button",
      { type: "button", onClick: () => open(example) },
      h("span", { className: "kind", "data-kind": example.kind }, example.kind),
      h("strong", null, example.name),
      h("small", null, example.about),
    ),
  );
}

function Icon() {
  return h(
    "svg",
    { viewBox: "0 0 20 20", fill: "none", stroke: "currentColor", strokeWidth: 1.5, strokeLinecap: "round" },
    h("path", { d: "M3 5h.01M7 5h10M3 10h.01M7 10h10M3 15h.01M7 15h6" }),
  );
}

function firstSentence(text) {
  return text.match(/^.*?[.?](?= |$)/)?.[0] ?? text;
}

function newTab({ name, query, variables }) {
  return {
    id: crypto.randomUUID?.() ?? String(Math.random()),
    hash: null,
    title: name,
    query,
    variables,
    headers: null,
    operationName: null,
    response: null,
  };
}
