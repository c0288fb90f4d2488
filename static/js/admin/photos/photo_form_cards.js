// Captions, credits and consents of photos: a field is saved when it is left, and all before a form
// is sent.
import { allRequestsDone, isSending, saveFields, showMissing } from "./upload.js";

const CARD = ".photo-form-card";
const dirty = new Map();

/** Parse cards in HTML from the server. Returns a Map of primary key -> card. */
export function parseCards(html) {
  const fragment = document.createElement("template");
  fragment.innerHTML = html;
  return new Map([...fragment.content.querySelectorAll(CARD)].map((card) => [card.dataset.photo, card]));
}

/** Save fields of the photo of a card at once. Shape of `fields`: [name, value]. */
export async function saveCard(card, fields) {
  try {
    showSaved(card, await saveFields(card.dataset.updateUrl, fields));
    for (const [name] of fields) setError(card, name, "");
  } catch (error) {
    const names = Object.keys(error.errors);
    for (const name of names.length ? names : fields.map(([name]) => name)) {
      setError(card, name, error.errors[name]?.join(" ") ?? error.message);
    }
    throw error;
  }
}

/** The field of a card by the name of the model's field. */
export const fieldOf = (card, name) => card.querySelector(`[name="photo-${card.dataset.photo}-${name}"]`);

const modelField = (field) => field.name.replace(/^photo-\d+-/, "");

function setError(card, name, message) {
  const element = fieldOf(card, name)?.closest("p").querySelector(".field-error");
  if (!element) return;
  element.textContent = message;
  if (message && element.closest("details")) element.closest("details").open = true;
}

function showSaved(card, data) {
  for (const other of document.querySelectorAll(`${CARD}[data-photo="${data.pk}"]`)) {
    showMissing(other.querySelector("[data-missing]"), data.missing);
  }
  const name = fieldOf(card, "photographer");
  if (name && !dirty.has(name) && name !== document.activeElement) name.value = data.photographer;
  rememberPhotographer(data.photographer);
  card.dispatchEvent(new CustomEvent("photo-form:saved", { detail: data, bubbles: true }));
}

/** Suggest this name in other fields too. */
function rememberPhotographer(name) {
  const list = document.getElementById("photographers");
  if (list && name && ![...list.options].some((option) => option.value === name)) list.append(new Option("", name));
}

function saveField(field) {
  const card = field.closest(CARD);
  dirty.delete(field);
  delete field.dataset.suggested;
  return saveCard(card, [[modelField(field), field.value]]).catch(() => dirty.set(field, card));
}

/** The changed and unsaved fields of a form, and those with a suggestion of the file. A form with
 * `data-photo-forms` submits its fields itself. */
function unsavedFields(form) {
  if (form.matches("[data-photo-forms]")) return [];
  const suggested = form.querySelectorAll(`${CARD} [data-suggested]`);
  return [...new Set([...dirty.keys(), ...suggested])].filter((field) => field.isConnected && form.contains(field));
}

document.addEventListener("input", ({ target }) => {
  const card = target.closest?.(CARD);
  if (card) dirty.set(target, card);
  if (target.matches?.("[data-photographer]")) showWhetherNew(target);
});

// The names to suggest are loaded when the first such field gets the focus.
document.addEventListener("focusin", async ({ target }) => {
  const card = target.matches?.("[data-photographer]") && target.closest(CARD);
  if (!card || document.getElementById("photographers")) return;
  const response = await fetch(card.dataset.sharedFieldsUrl);
  const fragment = document.createElement("template");
  fragment.innerHTML = response.ok ? await response.text() : "";
  const names = fragment.content.querySelector("datalist");
  if (names && !document.getElementById("photographers")) document.body.append(names);
});

document.addEventListener("change", ({ target }) => {
  if (target.closest?.(CARD)) saveField(target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-single-line]")) event.preventDefault();
});

// No form is sent while photos are uploaded or fields of them are not saved.
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !(isSending() || unsavedFields(form).length)) return;
  event.preventDefault();
  document.body.setAttribute("aria-busy", "true");
  await Promise.all(unsavedFields(form).map(saveField));
  await allRequestsDone();
  // Another submission must wait until this one is over.
  await new Promise((resolve) => setTimeout(resolve));
  document.body.removeAttribute("aria-busy");
  const [unsaved] = unsavedFields(form);
  if (unsaved) unsaved.focus();
  else form.requestSubmit(submitter);
});

function showWhetherNew(field) {
  const help = field.closest("p").querySelector("[data-new-photographer]");
  if (!help) return;
  help.dataset.initial ??= help.textContent;
  const typed = field.value.trim().toLocaleLowerCase();
  const names = [...document.querySelectorAll("#photographers option")]
    .flatMap(({ value }) => [value, ...value.split(" · ")]);
  const exists = !typed || names.some((name) => name.toLocaleLowerCase() === typed);
  help.textContent = exists ? help.dataset.initial : help.dataset.newPhotographer;
}

window.addEventListener("beforeunload", (event) => {
  if (isSending()) event.preventDefault();
});
