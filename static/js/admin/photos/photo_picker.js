// The dialog that selects photos of the library, or files of this computer.
import { siblingUrl } from "./upload.js";

const { gettext, ngettext, interpolate } = window;
const DEBOUNCE_MS = 200; // Without typing, before the search is requested.

// The fields that new photos share; their values are used for the next photos too.
let shared = null;

/** The values of the shared fields. Shape: [name, value]. */
function sharedValues() {
  const fields = shared?.querySelectorAll("input, select") ?? [];
  return [...fields].map(({ name, type, checked, value }) => [name, type === "checkbox" && !checked ? "" : value]);
}

/** Returns the function `getFields` for `sendPhoto`. */
export function uploadFields(allowDuplicate) {
  return () => (allowDuplicate ? [...sharedValues(), ["allow_duplicate", "on"]] : sharedValues());
}

/**
 * Let the coordinator select photos. Resolves to { photos, files, asGallery }: photos of the library
 * in the order of selection, files still to be uploaded, and whether to insert them as one gallery.
 * Shape of a photo: value, title, thumbnailUrl, changeUrl, missing (an element to clone from).
 */
export function choosePhotos(pickerUrl, options = {}) {
  return new Promise((resolve) => new Picker(pickerUrl, options, resolve).open());
}

class Picker {
  constructor(pickerUrl, { several = false, mayBeGallery = false }, resolve) {
    Object.assign(this, { pickerUrl, several, mayBeGallery, resolve, selected: new Map() });
    this.dialog = this.build();
    this.list = this.dialog.querySelector("ul");
    this.search = this.dialog.querySelector("input[type=search]");
    this.button = this.dialog.querySelector("[data-insert]");
    this.listen();
  }

  build() {
    const dialog = document.createElement("dialog");
    dialog.className = this.several ? "photo-picker" : "photo-picker picks-one";
    dialog.setAttribute("aria-labelledby", "photo-picker-title");
    dialog.innerHTML = `
      <h2 id="photo-picker-title"></h2>
      <section class="photo-picker-upload" aria-labelledby="photo-picker-upload-title">
        <h3 id="photo-picker-upload-title"></h3>
        <div data-shared-fields></div>
        <p><label class="button default photo-picker-files"><span></span>
          <input type="file" accept="image/jpeg,image/png,image/webp" class="visually-hidden"></label></p>
      </section>
      <p class="photo-picker-search"><label></label> <input type="search" autocomplete="off"></p>
      <ul class="thumbnails" tabindex="-1"></ul>
      <p class="photo-picker-foot"><button type="button" class="default" data-insert></button>
        <label data-gallery><input type="checkbox"> <span></span></label>
        <button type="button" data-cancel></button></p>`;
    const setText = (selector, text) => { dialog.querySelector(selector).textContent = text; };
    setText("h2", this.several ? gettext("Choose photos") : gettext("Choose a photo"));
    setText(".photo-picker-search label", gettext("Search the library"));
    setText("[data-cancel]", gettext("Cancel"));
    setText("h3", gettext("New, from this computer"));
    setText(".photo-picker-files span", this.several ? gettext("Choose files") : gettext("Choose a file"));
    setText("[data-gallery] span", gettext("as one gallery"));
    dialog.querySelector("[type=file]").multiple = this.several;
    dialog.querySelector("[data-gallery]").hidden = !this.mayBeGallery;
    dialog.querySelector("[type=search]").id = "photo-picker-search";
    dialog.querySelector(".photo-picker-search label").htmlFor = "photo-picker-search";
    dialog.querySelector("[data-insert]").hidden = !this.several;
    return dialog;
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.showCount();
    this.load();
    this.loadSharedFields();
  }

  async loadSharedFields() {
    if (!shared) {
      const response = await fetch(siblingUrl(this.pickerUrl, "shared-fields/"));
      // Without the permission to add photos.
      if (!response.ok) return void this.dialog.querySelector(".photo-picker-upload").remove();
      shared ??= Object.assign(document.createElement("div"), { innerHTML: await response.text() });
      const names = shared.querySelector("datalist");
      if (document.getElementById("photographers")) names.remove();
      else document.body.append(names);
    }
    this.dialog.querySelector("[data-shared-fields]").append(shared);
  }

  listen() {
    let timeout;
    const search = (event) => {
      // While a syllable is composed, the query is incomplete.
      if (event.isComposing) return;
      clearTimeout(timeout);
      timeout = setTimeout(() => this.load(), DEBOUNCE_MS);
    };
    this.search.addEventListener("input", search);
    this.search.addEventListener("compositionend", search);
    this.list.addEventListener("change", (event) => this.toggle(event.target));
    this.dialog.addEventListener("click", (event) => {
      const page = event.target.closest("[data-page]");
      if (page) this.load(page.dataset.page);
      if (event.target.closest("[data-cancel]")) this.dialog.close();
      if (event.target.closest("[data-insert]")) this.finish();
    });
    this.dialog.querySelector("[type=file]").addEventListener("change", ({ target }) => this.finish([...target.files]));
    for (const name of ["dragover", "drop"]) {
      this.dialog.addEventListener(name, (event) => event.preventDefault());
    }
    this.dialog.addEventListener("drop", ({ dataTransfer: { files } }) => {
      if (files.length) this.finish([...files].slice(0, this.several ? files.length : 1));
    });
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      this.resolve({ photos: [], files: [], asGallery: false });
    });
  }

  async load(page = 1) {
    const query = new URLSearchParams({ q: this.search.value, page });
    this.latestQuery = query.toString();
    const response = await fetch(`${this.pickerUrl}?${query}`, { headers: { Accept: "text/html" } });
    // The response to an older query.
    if (this.latestQuery !== query.toString()) return;
    if (page === 1) this.list.replaceChildren();
    this.list.querySelector(".more-thumbnails")?.remove();
    this.list.insertAdjacentHTML("beforeend", response.ok ? await response.text() : "");
    for (const checkbox of this.list.querySelectorAll("input[type=checkbox]")) {
      checkbox.checked = this.selected.has(checkbox.value);
    }
  }

  toggle(checkbox) {
    if (checkbox.checked) this.selected.set(checkbox.value, photoOf(checkbox));
    else this.selected.delete(checkbox.value);
    if (this.several) this.showCount();
    else this.finish();
  }

  showCount() {
    const { size } = this.selected;
    const label = ngettext("Insert %s photo", "Insert %s photos", size);
    this.button.textContent = interpolate(label, [size]);
    this.button.disabled = size === 0;
  }

  finish(files = []) {
    const asGallery = this.dialog.querySelector("[data-gallery] input").checked;
    this.resolve({ photos: [...this.selected.values()], files, asGallery });
    this.dialog.close();
  }
}

function photoOf(checkbox) {
  const { title, thumbnailUrl, changeUrl } = checkbox.dataset;
  const missing = checkbox.parentElement.querySelector(".missing-labels");
  return { value: checkbox.value, title, thumbnailUrl, changeUrl, missing };
}
