// The dialog in which photos are chosen by looking at them, or from the files of this computer.
const { gettext, ngettext, interpolate } = window;
const PAUSE = 200; // Milliseconds without typing before the server is asked.

// What was said of new photos is said of the next ones too, until somebody says otherwise.
let shared = null;

/** What is said of photos that are sent now. Shape: name, value. */
function factsOfNewPhotos() {
  const fields = shared?.querySelectorAll("input, select") ?? [];
  return [...fields].map(({ name, type, checked, value }) => [name, type === "checkbox" && !checked ? "" : value]);
}

/** What is said with one file, asked when its turn comes; `twice` keeps what the library holds. */
export function factsOfUpload(twice) {
  return () => (twice ? [...factsOfNewPhotos(), ["twice", "on"]] : factsOfNewPhotos());
}

/**
 * Let the coordinator choose. Resolves to { photos, files, asGallery }: photos of the library in the
 * order they were chosen, files still to be sent, and whether they are to be one gallery.
 * Each photo has: value, title, image, form (addresses), gaps (an element to clone from).
 */
export function choosePhotos(address, options = {}) {
  return new Promise((resolve) => new Picker(address, options, resolve).open());
}

class Picker {
  constructor(address, { several = false, mayBeGallery = false }, resolve) {
    Object.assign(this, { address, several, mayBeGallery, resolve, chosen: new Map() });
    this.dialog = this.build();
    this.shelf = this.dialog.querySelector("ul");
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
      <section class="photo-picker-new" aria-labelledby="photo-picker-new-title">
        <h3 id="photo-picker-new-title"></h3>
        <div data-shared-place></div>
        <p><label class="button default photo-picker-files"><span></span>
          <input type="file" accept="image/jpeg,image/png,image/webp" class="visually-hidden"></label></p>
      </section>
      <p class="photo-picker-search"><label></label> <input type="search" autocomplete="off"></p>
      <ul class="prints" tabindex="-1"></ul>
      <p class="photo-picker-foot"><button type="button" class="default" data-insert></button>
        <label data-gallery><input type="checkbox"> <span></span></label>
        <button type="button" data-cancel></button></p>`;
    const say = (selector, words) => { dialog.querySelector(selector).textContent = words; };
    say("h2", this.several ? gettext("Choose photos") : gettext("Choose a photo"));
    say(".photo-picker-search label", gettext("Search the library"));
    say("[data-cancel]", gettext("Cancel"));
    say("h3", gettext("New, from this computer"));
    say(".photo-picker-files span", this.several ? gettext("Choose files") : gettext("Choose a file"));
    say("[data-gallery] span", gettext("as one gallery"));
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
    this.count();
    this.load();
    this.askShared();
  }

  async askShared() {
    if (!shared) {
      const answer = await fetch(this.address.replace(/pick\/$/, "shared/"));
      // Who may not add photos is not offered to.
      if (!answer.ok) return void this.dialog.querySelector(".photo-picker-new").remove();
      shared ??= Object.assign(document.createElement("div"), { innerHTML: await answer.text() });
      const names = shared.querySelector("datalist");
      if (document.getElementById("photographers")) names.remove();
      else document.body.append(names);
    }
    this.dialog.querySelector("[data-shared-place]").append(shared);
  }

  listen() {
    let pause;
    const search = (event) => {
      // While a syllable is being composed it is no word yet.
      if (event.isComposing) return;
      clearTimeout(pause);
      pause = setTimeout(() => this.load(), PAUSE);
    };
    this.search.addEventListener("input", search);
    this.search.addEventListener("compositionend", search);
    this.shelf.addEventListener("change", (event) => this.toggle(event.target));
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
    this.asked = query.toString();
    const answer = await fetch(`${this.address}?${query}`, { headers: { Accept: "text/html" } });
    // An answer to an older question comes too late.
    if (this.asked !== query.toString()) return;
    if (page === 1) this.shelf.replaceChildren();
    this.shelf.querySelector(".more-prints")?.remove();
    this.shelf.insertAdjacentHTML("beforeend", answer.ok ? await answer.text() : "");
    for (const box of this.shelf.querySelectorAll("input[type=checkbox]")) {
      box.checked = this.chosen.has(box.value);
    }
  }

  toggle(box) {
    if (box.checked) this.chosen.set(box.value, photoOf(box));
    else this.chosen.delete(box.value);
    if (this.several) this.count();
    else this.finish();
  }

  count() {
    const number = this.chosen.size;
    const words = ngettext("Insert %s photo", "Insert %s photos", number);
    this.button.textContent = interpolate(words, [number]);
    this.button.disabled = number === 0;
  }

  finish(files = []) {
    const asGallery = this.dialog.querySelector("[data-gallery] input").checked;
    this.resolve({ photos: [...this.chosen.values()], files, asGallery });
    this.dialog.close();
  }
}

function photoOf(box) {
  const { title, image, form } = box.dataset;
  return { value: box.value, title, image, form, gaps: box.parentElement.querySelector(".gaps") };
}
