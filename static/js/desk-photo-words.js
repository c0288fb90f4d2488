// The words of photos in small fields: kept as soon as one is left, and all before a form is sent.
import { isBusy, quiet, showGaps, tell } from "./desk-upload.js";

const CARD = ".photo-words-card";
const dirty = new Map();

/** Take in pieces of HTML with the words of photos; shape of the answer: photo -> card. */
export function cards(markup) {
  const fragment = document.createElement("template");
  fragment.innerHTML = markup;
  return new Map([...fragment.content.querySelectorAll(CARD)].map((card) => [card.dataset.photo, card]));
}

/** Say something of the photo of a card: name and value of fields, kept at once. */
export async function say(card, facts) {
  try {
    show(card, await tell(card.dataset.tell, facts));
    for (const [name] of facts) setError(card, name, "");
  } catch (error) {
    const names = Object.keys(error.errors);
    for (const name of names.length ? names : facts.map(([name]) => name)) {
      setError(card, name, error.errors[name]?.join(" ") ?? error.message);
    }
    throw error;
  }
}

/** The field of a card by the name of the model's field. */
export const fieldOf = (card, name) => card.querySelector(`[name="photo-${card.dataset.photo}-${name}"]`);

const plain = (field) => field.name.replace(/^photo-\d+-/, "");

function setError(card, name, words) {
  const place = fieldOf(card, name)?.closest("p").querySelector(".field-error");
  if (!place) return;
  place.textContent = words;
  if (words && place.closest("details")) place.closest("details").open = true;
}

function show(card, answer) {
  for (const other of document.querySelectorAll(`${CARD}[data-photo="${answer.pk}"]`)) {
    showGaps(other.querySelector("[data-gaps]"), answer.gaps);
  }
  const name = fieldOf(card, "photographer");
  if (name && !dirty.has(name) && name !== document.activeElement) name.value = answer.photographer;
  remember(answer.photographer);
  card.dispatchEvent(new CustomEvent("photo-words:kept", { detail: answer, bubbles: true }));
}

/** The next field completes this name too. */
function remember(name) {
  const list = document.getElementById("photographers");
  if (list && name && ![...list.options].some((option) => option.value === name)) list.append(new Option("", name));
}

function keep(field) {
  const card = field.closest(CARD);
  dirty.delete(field);
  delete field.dataset.offered;
  return say(card, [[plain(field), field.value]]).catch(() => dirty.set(field, card));
}

/** Fields of a form typed into and not kept yet, and those in which an offer of a file still stands.
 * A form of words sends its fields itself. */
function unkept(form) {
  if (form.matches("[data-words]")) return [];
  const offered = form.querySelectorAll(`${CARD} [data-offered]`);
  return [...new Set([...dirty.keys(), ...offered])].filter((field) => field.isConnected && form.contains(field));
}

document.addEventListener("input", ({ target }) => {
  const card = target.closest?.(CARD);
  if (card) dirty.set(target, card);
  if (target.matches?.("[data-photographer]")) tellNewcomer(target);
});

// Names to complete what is typed come when the first such field is entered.
document.addEventListener("focusin", async ({ target }) => {
  const card = target.matches?.("[data-photographer]") && target.closest(CARD);
  if (!card || document.getElementById("photographers")) return;
  const answer = await fetch(card.dataset.tell.replace(/\d+\/tell\/$/, "shared/"));
  const piece = document.createElement("template");
  piece.innerHTML = answer.ok ? await answer.text() : "";
  const names = piece.content.querySelector("datalist");
  if (names && !document.getElementById("photographers")) document.body.append(names);
});

document.addEventListener("change", ({ target }) => {
  if (target.closest?.(CARD)) keep(target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.("[data-line]")) event.preventDefault();
});

// Nothing is sent while photos are on their way or words of them are not kept.
document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !(isBusy() || unkept(form).length)) return;
  event.preventDefault();
  document.body.setAttribute("aria-busy", "true");
  await Promise.all(unkept(form).map(keep));
  await quiet();
  // Another submission must wait until this one is over.
  await new Promise((resolve) => setTimeout(resolve));
  document.body.removeAttribute("aria-busy");
  const [refused] = unkept(form);
  if (refused) refused.focus();
  else form.requestSubmit(submitter);
});

function tellNewcomer(field) {
  const help = field.closest("p").querySelector("[data-newcomer]");
  if (!help) return;
  help.dataset.known ??= help.textContent;
  const typed = field.value.trim().toLocaleLowerCase();
  const names = [...document.querySelectorAll("#photographers option")]
    .flatMap(({ value }) => [value, ...value.split(" · ")]);
  const isKnown = !typed || names.some((name) => name.toLocaleLowerCase() === typed);
  help.textContent = isKnown ? help.dataset.known : help.dataset.newcomer;
}

window.addEventListener("beforeunload", (event) => {
  if (isBusy()) event.preventDefault();
});
