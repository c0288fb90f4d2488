// Many photos at once: each file in a request of its own, and a card for the words of what arrived.
import { cards, fieldOf, say } from "./desk-photo-words.js";
import { line, sendPhoto } from "./desk-upload.js";

const { gettext, interpolate } = window;
const form = document.getElementById("many");
const chooser = form.querySelector("input[type=file]");
const shared = form.querySelector("[data-shared]");
const drop = form.querySelector("[data-drop]");
const words = document.getElementById("words");
const shelf = words.querySelector("[data-cards]");
const count = { sent: 0, arrived: 0, failed: 0 };

/** What is the same for all, now. Shape: [name, value]. */
function facts() {
  return [...shared.querySelectorAll("input, select")].map((field) => [
    field.name,
    field.type === "checkbox" && !field.checked ? "" : field.value,
  ]);
}

function send(file, place = count.sent, twice = false) {
  const shown = line("li", file, (again) => {
    shown.element.remove();
    count.failed -= 1;
    count.sent -= 1;
    send(file, place, again);
  });
  let said = [];
  form.querySelector("[data-arrivals]").append(shown.element);
  count.sent += 1;
  tellCount();
  const remember = () => { said = facts(); return said; };
  const sent = () => (twice ? [...remember(), ["twice", "on"]] : remember());
  return sendPhoto(form.dataset.takeIn, file, sent, shown.progress)
    .then((answer) => {
      count.arrived += 1;
      shown.element.remove();
      arrive(answer, new Map(said), place);
    })
    .catch((error) => {
      count.failed += 1;
      shown.fail(error);
    })
    .finally(tellCount);
}

/** Put the card of a new photo where its file stood among the others. */
function arrive(answer, said, place) {
  const card = cards(answer.words).get(String(answer.pk));
  card.dataset.place = place;
  const following = [...shelf.children].find((other) => Number(other.dataset.place) > place);
  shelf.insertBefore(card, following ?? null);
  words.hidden = false;
  // What was said for all while this file was on its way.
  const later = facts().filter(([name, value]) => said.get(name) !== value);
  if (later.length) giveTo(card, later);
}

function giveTo(card, said) {
  for (const [name, value] of said) {
    const field = fieldOf(card, name);
    if (field) field.value = value;
  }
  say(card, said).catch(() => {});
}

function tellCount() {
  const say = gettext("%(arrived)s of %(sent)s have arrived.");
  const failed = count.failed ? interpolate(gettext("%s could not be used and were left out."), [count.failed]) : "";
  form.querySelector("[data-count]").textContent = `${interpolate(say, count, true)} ${failed}`;
}

shared.addEventListener("change", ({ target }) => {
  const said = facts().filter(([name]) => name === target.name);
  for (const card of shelf.children) giveTo(card, said);
});
chooser.addEventListener("change", () => {
  for (const file of chooser.files) send(file);
  chooser.value = "";
});
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
document.addEventListener("dragleave", () => drop.classList.remove("is-over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("is-over");
  for (const file of event.dataTransfer.files) send(file);
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const element of form.querySelectorAll("[data-scripted]")) element.hidden = false;
for (const element of form.querySelectorAll("[data-unscripted]")) element.hidden = true;
