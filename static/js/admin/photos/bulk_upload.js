// Uploads many photos, each file in its own request, and shows a card for each uploaded photo.
import { parseCards, fieldOf, saveCard } from "./photo_form_cards.js";
import { sendPhoto, uploadStatus } from "./upload.js";

const { gettext, interpolate } = window;
const form = document.getElementById("bulk-upload");
const fileInput = form.querySelector("input[type=file]");
const shared = form.querySelector("[data-shared]");
const drop = form.querySelector("[data-drop]");
const photoForms = document.getElementById("photo-forms");
const cards = photoForms.querySelector("[data-form-cards]");
const count = { sent: 0, arrived: 0, failed: 0 };

/** The current values of the fields that all photos share. Shape: [name, value]. */
function sharedValues() {
  return [...shared.querySelectorAll("input, select")].map((field) => [
    field.name,
    field.type === "checkbox" && !field.checked ? "" : field.value,
  ]);
}

function sendFile(file, position = count.sent, allowDuplicate = false) {
  const status = uploadStatus("li", file, (retryWithDuplicate) => {
    status.element.remove();
    count.failed -= 1;
    count.sent -= 1;
    sendFile(file, position, retryWithDuplicate);
  });
  let sentFields = [];
  form.querySelector("[data-uploads]").append(status.element);
  count.sent += 1;
  showCount();
  const getFields = () => {
    sentFields = sharedValues();
    return allowDuplicate ? [...sentFields, ["allow_duplicate", "on"]] : sentFields;
  };
  return sendPhoto(form.dataset.uploadUrl, file, getFields, status.progress)
    .then((data) => {
      count.arrived += 1;
      status.element.remove();
      showCard(data, new Map(sentFields), position);
    })
    .catch((error) => {
      count.failed += 1;
      status.fail(error);
    })
    .finally(showCount);
}

/** Show the card of a new photo in the order of the files. */
function showCard(data, sentFields, position) {
  const card = parseCards(data.form_html).get(String(data.pk));
  card.dataset.position = position;
  const following = [...cards.children].find((other) => Number(other.dataset.position) > position);
  cards.insertBefore(card, following ?? null);
  photoForms.hidden = false;
  // The shared fields that were changed while this file was uploaded.
  const changed = sharedValues().filter(([name, value]) => sentFields.get(name) !== value);
  if (changed.length) fillCard(card, changed);
}

function fillCard(card, fields) {
  for (const [name, value] of fields) {
    const field = fieldOf(card, name);
    if (field) field.value = value;
  }
  saveCard(card, fields).catch(() => {});
}

function showCount() {
  const sentence = gettext("%(arrived)s of %(sent)s have arrived.");
  const failed = count.failed ? interpolate(gettext("%s could not be used and were left out."), [count.failed]) : "";
  form.querySelector("[data-count]").textContent = `${interpolate(sentence, count, true)} ${failed}`;
}

shared.addEventListener("change", ({ target }) => {
  const changed = sharedValues().filter(([name]) => name === target.name);
  for (const card of cards.children) fillCard(card, changed);
});
fileInput.addEventListener("change", () => {
  for (const file of fileInput.files) sendFile(file);
  fileInput.value = "";
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
  for (const file of event.dataTransfer.files) sendFile(file);
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const element of form.querySelectorAll("[data-scripted]")) element.hidden = false;
for (const element of form.querySelectorAll("[data-unscripted]")) element.hidden = true;
