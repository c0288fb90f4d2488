// A select of photos shows the chosen one and its words, with a button that opens the picker.
import { choosePhotos, factsOfUpload } from "./desk-photo-picker.js";
import { cards } from "./desk-photo-words.js";
import { line, photoOf, sendPhoto, showGaps } from "./desk-upload.js";

const { gettext } = window;
const address = (field, page) => field.dataset.photoChoice.replace(/pick\/$/, page);

document.documentElement.classList.add("has-photo-picker");

/** Put a photo, as the picker gives it, into a field; null takes the photo out. */
export function put(field, photo) {
  const select = field.querySelector("select");
  const part = (name) => field.querySelector(`[data-photo-${name}]`);
  if (photo && ![...select.options].some((option) => option.value === photo.value)) {
    select.add(new Option(photo.title, photo.value));
  }
  select.value = photo ? photo.value : "";
  part("print").hidden = !photo;
  if (part("drop")) part("drop").hidden = !photo;
  field.nextElementSibling?.matches(".photo-card") && field.nextElementSibling.remove();
  if (!photo) return;
  part("image").src = photo.image;
  part("title").textContent = photo.title;
  part("form").href = photo.form;
  part("gaps").replaceChildren(...photo.gaps.cloneNode(true).childNodes);
  addWords(field, photo);
}

/** Send a file and put its photo into a field. Resolves to the photo's words, null when refused. */
export async function send(field, file, twice = false) {
  const shown = line("p", file, async (again) => {
    shown.element.remove();
    await send(field, file, again);
  });
  field.after(shown.element);
  try {
    const answer = await sendPhoto(address(field, "take-in/"), file, factsOfUpload(twice), shown.progress);
    shown.element.remove();
    put(field, { ...photoOf(answer), words: answer.words });
    return field.nextElementSibling;
  } catch (error) {
    shown.fail(error);
    return null;
  }
}

/** The words of a photo below its picture: open where something is lacking. */
export function folded(pk, { words = "", isOpen = false, piecesAt }) {
  const details = document.createElement("details");
  details.className = "photo-card";
  const summary = document.createElement("summary");
  summary.textContent = gettext("Words and credit");
  details.append(summary);
  const fill = (markup) => details.append(...cards(markup).values());
  if (words) fill(words);
  details.addEventListener("toggle", async () => {
    if (!details.open || details.children.length > 1) return;
    fill(await (await fetch(`${piecesAt}?photo=${pk}`)).text());
  });
  details.open = isOpen;
  return details;
}

function addWords(field, { value, words, gaps }) {
  const isOpen = Boolean(words) || gaps.childElementCount > 0;
  field.after(folded(value, { words, isOpen, piecesAt: address(field, "pieces/") }));
}

for (const field of document.querySelectorAll("[data-photo-choice]")) {
  const { value } = field.querySelector("select");
  const gaps = field.querySelector("[data-photo-gaps]");
  if (value && !field.closest(".empty-form")) addWords(field, { value, gaps });
}

// What is lacking is said at the picture too.
document.addEventListener("photo-words:kept", ({ target, detail }) => {
  const field = target.closest(".photo-card")?.previousElementSibling;
  if (field?.matches("[data-photo-choice]")) {
    showGaps(field.querySelector("[data-photo-gaps]"), detail.gaps);
    field.querySelector("[data-photo-title]").textContent = detail.title;
  }
});

document.addEventListener("click", async (event) => {
  const field = event.target.closest?.("[data-photo-choice]");
  if (!field) return;
  if (event.target.closest("[data-photo-drop]")) put(field, null);
  if (event.target.closest("[data-photo-pick]")) {
    const { photos: [photo], files: [file] } = await choosePhotos(field.dataset.photoChoice);
    if (photo) put(field, photo);
    if (file) send(field, file);
  }
});
