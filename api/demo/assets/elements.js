/** What every part of the page draws with. */

export const $ = (id) => document.getElementById(id);
export const fill = (id, children) => $(id).replaceChildren(...children);
export const clock = (time) => new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

/** An element; whatever it shows is text, and never markup. */
export function make(name, data = {}, ...children) {
  const { title, ...marks } = data;
  const element = document.createElement(name);
  if (title) element.title = title;
  Object.assign(element.dataset, marks);
  element.append(...children);
  return element;
}

export function press(text, act, data = {}) {
  const button = make("button", data, text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}

/** The choices of a select, as it was chosen if that is still there; untouched where nothing is new. */
export function choices(id, options) {
  const select = $(id);
  const key = JSON.stringify(options);
  if (select.dataset.key === key) return;
  const { value } = select;
  select.replaceChildren(...options.map(([of, text]) => new Option(text, of)));
  if (options.some(([of]) => of === value)) select.value = value;
  select.dataset.key = key;
}

export function notice(text) {
  $("notice").textContent = text;
  $("notice").hidden = !text;
}

/** What a person asked for, with what it was refused for, if it was. */
export const tried = (act) => async (event) => {
  try {
    await act(event);
  } catch (refused) {
    notice(refused.message);
  }
};
