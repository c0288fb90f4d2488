// A select of photos shows the chosen one, with a button that opens the picker.
import { choosePhotos } from "./desk-photo-picker.js";

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
  if (!photo) return;
  part("image").src = photo.image;
  part("title").textContent = photo.title;
  part("form").href = photo.form;
  part("gaps").replaceChildren(...photo.gaps.cloneNode(true).childNodes);
}

document.addEventListener("click", async (event) => {
  const field = event.target.closest?.("[data-photo-choice]");
  if (!field) return;
  if (event.target.closest("[data-photo-drop]")) put(field, null);
  if (event.target.closest("[data-photo-pick]")) {
    const [photo] = await choosePhotos(field.dataset.photoChoice);
    if (photo) put(field, photo);
  }
});
