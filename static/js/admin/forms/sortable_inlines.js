// Rows of a form, and rows within a row: buttons add and order them, photos are picked several at once.
import { choosePhotos } from "../photos/photo_picker.js";
import { setPhoto, uploadPhoto } from "../photos/photo_select.js";

const setOf = (element) => element.closest("[data-rows]");
const list = (set) => set.querySelector(":scope > .row-list");
const place = (row) => row.querySelector(`[name="${row.id}-order"]`);

/** Write the order that is seen into the rows. */
function writeOrder(set) {
  [...list(set).children].forEach((row, position) => {
    if (place(row)) place(row).value = position + 1;
  });
}

function addRow(set) {
  const prefix = set.dataset.rows;
  const total = set.querySelector(`[name="${prefix}-TOTAL_FORMS"]`);
  const blank = set.querySelector(":scope > template").innerHTML;
  // Rows within the row have a prefix of their own behind this one.
  list(set).insertAdjacentHTML("beforeend", blank.replaceAll(`${prefix}-__prefix__`, `${prefix}-${total.value}`));
  total.value = Number(total.value) + 1;
  writeOrder(set);
  const row = list(set).lastElementChild;
  // Django's own scripts wait for this to make their fields.
  row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: prefix } }));
  return row;
}

function focusRow(row) {
  const field = row.querySelector("select, textarea, input:not([type=hidden], [type=checkbox])");
  if (!field.matches(".admin-autocomplete")) {
    field.focus();
    return;
  }
  window.django.jQuery(field).select2("open");
  document.querySelector(".select2-container--open .select2-search__field")?.focus();
}

async function addPhotoRows(set) {
  const blank = set.querySelector(":scope > template").content.querySelector("[data-photo-select]");
  const place = () => addRow(set).querySelector("[data-photo-select]");
  const { photos, files } = await choosePhotos(blank.dataset.photoSelect, { several: true });
  for (const photo of photos) setPhoto(place(), photo);
  for (const file of files) uploadPhoto(place(), file);
}

function moveRow(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  writeOrder(setOf(row));
}

document.addEventListener("click", (event) => {
  const adder = event.target.closest?.("[data-add-row]");
  const mover = event.target.closest?.("[data-move-row]");
  if (adder) {
    const set = setOf(adder);
    if ("hasPhotoPicker" in set.dataset) addPhotoRows(set);
    else focusRow(addRow(set));
  }
  if (mover) {
    moveRow(mover.closest(".row"), Number(mover.dataset.moveRow));
    mover.focus();
  }
});

// A form that comes back with errors has its rows in the order in which they were added.
for (const set of document.querySelectorAll("[data-rows]")) {
  const rows = [...list(set).children].filter(place);
  list(set).append(...rows.sort((a, b) => place(a).value - place(b).value));
}

// Select2 takes half a minute for four hundred fields at once: of so many, each waits until it comes near.
const AT_ONCE = 50;
const fields = document.querySelectorAll("[data-rows] select.admin-autocomplete");
const near = new IntersectionObserver((entries) => {
  for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
    near.unobserve(target);
    target.classList.add("admin-autocomplete");
    window.django.jQuery(target).djangoAdminSelect2();
  }
}, { rootMargin: "100%" });
for (const field of [...fields].slice(AT_ONCE)) {
  field.classList.remove("admin-autocomplete");
  near.observe(field);
}
