// The photos of a gallery in their order: several are selected at once, buttons move and remove them.
import { choosePhotos, uploadFields } from "./photo_picker.js";
import { photoDetails } from "./photo_select.js";
import { photoFromJson, sendPhoto, showMissing, siblingUrl, uploadStatus } from "./upload.js";

const LIST = "[data-photo-list]";

/** Add photos, in the shape of the picker, to a list; those already in the list stay where they are. */
export function addPhotos(list, photos) {
  for (const photo of photos) {
    if (!list.querySelector(`li[data-photo="${photo.value}"]`)) list.querySelector("ol").append(photoItem(list, photo));
  }
  writeOrder(list);
}

/** Upload files and add their photos in the same order. */
export function sendPhotos(list, files) {
  return Promise.all([...files].map((file) => sendOne(list, file)));
}

async function sendOne(list, file, allowDuplicate = false) {
  const status = uploadStatus("li", file, (retryWithDuplicate) => {
    status.element.remove();
    sendOne(list, file, retryWithDuplicate);
  });
  list.querySelector("ol").append(status.element);
  try {
    const url = siblingUrl(list.dataset.photoList, "upload/");
    const data = await sendPhoto(url, file, uploadFields(allowDuplicate), status.progress);
    status.element.replaceWith(photoItem(list, photoFromJson(data)));
    writeOrder(list);
  } catch (error) {
    status.fail(error);
  }
}

function photoItem(list, photo) {
  const element = list.querySelector("template").content.firstElementChild.cloneNode(true);
  element.dataset.photo = photo.value;
  element.querySelector("img").src = photo.thumbnailUrl;
  element.querySelector("[data-title]").textContent = photo.title;
  element.querySelector("[data-missing]").replaceChildren(...photo.missing.cloneNode(true).childNodes);
  addDetails(list, element, photo.formHtml);
  return element;
}

function addDetails(list, element, formHtml = "") {
  const formsUrl = siblingUrl(list.dataset.photoList, "forms/");
  element.append(photoDetails(element.dataset.photo, { formHtml, isOpen: Boolean(formHtml), formsUrl }));
}

/** Write the order of the list into its field. */
function writeOrder(list) {
  const pks = [...list.querySelectorAll("li[data-photo]")].map((element) => element.dataset.photo);
  list.querySelector("input").value = pks.join(",");
}

function runAction(list, element, button) {
  const { action: name } = button.dataset;
  const { previousElementSibling: before, nextElementSibling: after } = element;
  if (name === "earlier") before?.before(element);
  if (name === "later") after?.after(element);
  if (name === "remove") {
    (after ?? before)?.querySelector(`[data-action="remove"]`)?.focus();
    element.remove();
  } else button.focus();
  writeOrder(list);
}

document.addEventListener("click", async ({ target }) => {
  const list = target.closest?.(LIST);
  if (!list) return;
  const button = target.closest("[data-action]");
  if (button) runAction(list, button.closest("li"), button);
  if (target.closest("[data-photos-add]")) {
    const { photos, files } = await choosePhotos(list.dataset.photoList, { several: true });
    addPhotos(list, photos);
    sendPhotos(list, files);
  }
});

document.addEventListener("photo-form:saved", ({ target, detail }) => {
  const element = target.closest(`${LIST} li`);
  if (!element) return;
  showMissing(element.querySelector("[data-missing]"), detail.missing);
  element.querySelector("[data-title]").textContent = detail.title;
});

for (const list of document.querySelectorAll(LIST)) {
  if (list.closest(".empty-form")) continue;
  for (const element of list.querySelectorAll("li[data-photo]")) addDetails(list, element);
}
