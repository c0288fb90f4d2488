// A select of photos shows the selected one and its fields, with a button that opens the picker.
import { choosePhotos, uploadFields } from "./photo_picker.js";
import { parseCards } from "./photo_form_cards.js";
import { photoFromJson, sendPhoto, showMissing, siblingUrl, uploadStatus } from "./upload.js";

const { gettext } = window;
const urlOf = (field, route) => siblingUrl(field.dataset.photoSelect, route);

document.documentElement.classList.add("has-photo-picker");

/** Select a photo, in the shape of the picker, in a field; null removes the photo. */
export function setPhoto(field, photo) {
  const select = field.querySelector("select");
  const part = (name) => field.querySelector(`[data-photo-${name}]`);
  if (photo && ![...select.options].some((option) => option.value === photo.value)) {
    select.add(new Option(photo.title, photo.value));
  }
  select.value = photo ? photo.value : "";
  part("thumbnail").hidden = !photo;
  if (part("remove")) part("remove").hidden = !photo;
  field.nextElementSibling?.matches(".photo-details") && field.nextElementSibling.remove();
  if (!photo) return;
  part("image").src = photo.thumbnailUrl;
  part("title").textContent = photo.title;
  part("link").href = photo.changeUrl;
  part("missing").replaceChildren(...photo.missing.cloneNode(true).childNodes);
  addDetails(field, photo);
}

/** Upload a file and select its photo in a field. Resolves to the details of the photo, null when
 * the server refuses it. */
export async function uploadPhoto(field, file, allowDuplicate = false) {
  const status = uploadStatus("p", file, async (retryWithDuplicate) => {
    status.element.remove();
    await uploadPhoto(field, file, retryWithDuplicate);
  });
  field.after(status.element);
  try {
    const data = await sendPhoto(urlOf(field, "upload/"), file, uploadFields(allowDuplicate), status.progress);
    status.element.remove();
    setPhoto(field, photoFromJson(data));
    return field.nextElementSibling;
  } catch (error) {
    status.fail(error);
    return null;
  }
}

/** The fields of a photo below its thumbnail, loaded from `formsUrl` without `formHtml`. */
export function photoDetails(pk, { formHtml = "", isOpen = false, formsUrl }) {
  const details = document.createElement("details");
  details.className = "photo-details";
  const summary = document.createElement("summary");
  summary.textContent = gettext("Description and credit");
  details.append(summary);
  const fill = (html) => details.append(...parseCards(html).values());
  if (formHtml) fill(formHtml);
  details.addEventListener("toggle", async () => {
    if (!details.open || details.children.length > 1) return;
    fill(await (await fetch(`${formsUrl}?photo=${pk}`)).text());
  });
  details.open = isOpen;
  return details;
}

function addDetails(field, { value, formHtml, missing }) {
  const isOpen = Boolean(formHtml) || missing.childElementCount > 0;
  field.after(photoDetails(value, { formHtml, isOpen, formsUrl: urlOf(field, "forms/") }));
}

for (const field of document.querySelectorAll("[data-photo-select]")) {
  const { value } = field.querySelector("select");
  const missing = field.querySelector("[data-photo-missing]");
  if (value && !field.closest(".empty-form")) addDetails(field, { value, missing });
}

// What is missing is shown at the thumbnail too.
document.addEventListener("photo-form:saved", ({ target, detail }) => {
  const field = target.closest(".photo-details")?.previousElementSibling;
  if (field?.matches("[data-photo-select]")) {
    showMissing(field.querySelector("[data-photo-missing]"), detail.missing);
    field.querySelector("[data-photo-title]").textContent = detail.title;
  }
});

document.addEventListener("click", async (event) => {
  const field = event.target.closest?.("[data-photo-select]");
  if (!field) return;
  if (event.target.closest("[data-photo-remove]")) setPhoto(field, null);
  if (event.target.closest("[data-photo-pick]")) {
    const { photos: [photo], files: [file] } = await choosePhotos(field.dataset.photoSelect);
    if (photo) setPhoto(field, photo);
    if (file) uploadPhoto(field, file);
  }
});
