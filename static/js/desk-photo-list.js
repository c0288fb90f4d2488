// The photos of a gallery in their order: chosen several at once, moved and taken out by buttons.
import { choosePhotos, factsOfUpload } from "./desk-photo-picker.js";
import { folded } from "./desk-photo-select.js";
import { line, photoOf, sendPhoto, showGaps } from "./desk-upload.js";

const LIST = "[data-photo-list]";

/** Add photos, as the picker gives them, to a list; those that are there already stay where they are. */
export function addPhotos(list, photos) {
  for (const photo of photos) {
    if (!list.querySelector(`li[data-photo="${photo.value}"]`)) list.querySelector("ol").append(item(list, photo));
  }
  note(list);
}

/** Send files and add their photos, each in the place of its file. */
export function sendPhotos(list, files) {
  return Promise.all([...files].map((file) => sendOne(list, file)));
}

async function sendOne(list, file, twice = false) {
  const shown = line("li", file, (again) => {
    shown.element.remove();
    sendOne(list, file, again);
  });
  list.querySelector("ol").append(shown.element);
  try {
    const address = list.dataset.photoList.replace(/pick\/$/, "take-in/");
    const answer = await sendPhoto(address, file, factsOfUpload(twice), shown.progress);
    shown.element.replaceWith(item(list, { ...photoOf(answer), words: answer.words }));
    note(list);
  } catch (error) {
    shown.fail(error);
  }
}

function item(list, photo) {
  const element = list.querySelector("template").content.firstElementChild.cloneNode(true);
  element.dataset.photo = photo.value;
  element.querySelector("img").src = photo.image;
  element.querySelector("[data-title]").textContent = photo.title;
  element.querySelector("[data-gaps]").replaceChildren(...photo.gaps.cloneNode(true).childNodes);
  addWords(list, element, photo.words);
  return element;
}

function addWords(list, element, words = "") {
  const piecesAt = list.dataset.photoList.replace(/pick\/$/, "pieces/");
  element.append(folded(element.dataset.photo, { words, isOpen: Boolean(words), piecesAt }));
}

/** The field says the order of the list. */
function note(list) {
  const numbers = [...list.querySelectorAll("li[data-photo]")].map((element) => element.dataset.photo);
  list.querySelector("input").value = numbers.join(",");
}

function act(list, element, button) {
  const { act: name } = button.dataset;
  const { previousElementSibling: before, nextElementSibling: after } = element;
  if (name === "earlier") before?.before(element);
  if (name === "later") after?.after(element);
  if (name === "out") {
    (after ?? before)?.querySelector(`[data-act="out"]`)?.focus();
    element.remove();
  } else button.focus();
  note(list);
}

document.addEventListener("click", async ({ target }) => {
  const list = target.closest?.(LIST);
  if (!list) return;
  const button = target.closest("[data-act]");
  if (button) act(list, button.closest("li"), button);
  if (target.closest("[data-photos-add]")) {
    const { photos, files } = await choosePhotos(list.dataset.photoList, { several: true });
    addPhotos(list, photos);
    sendPhotos(list, files);
  }
});

document.addEventListener("photo-words:kept", ({ target, detail }) => {
  const element = target.closest(`${LIST} li`);
  if (!element) return;
  showGaps(element.querySelector("[data-gaps]"), detail.gaps);
  element.querySelector("[data-title]").textContent = detail.title;
});

for (const list of document.querySelectorAll(LIST)) {
  if (list.closest(".empty-form")) continue;
  for (const element of list.querySelectorAll("li[data-photo]")) addWords(list, element);
}
