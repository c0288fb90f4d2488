// The dialog in which photos are chosen by looking at them.
const { gettext, ngettext, interpolate } = window;
const PAUSE = 200; // Milliseconds without typing before the server is asked.

/**
 * Let the coordinator choose. Resolves to photos in the order they were chosen, none if cancelled.
 * Each has: value, title, image, form (addresses), gaps (an element to clone from).
 */
export function choosePhotos(address, { several = false } = {}) {
  return new Promise((resolve) => new Picker(address, several, resolve).open());
}

class Picker {
  constructor(address, several, resolve) {
    Object.assign(this, { address, several, resolve, chosen: new Map() });
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
      <p class="photo-picker-search"><label></label> <input type="search" autocomplete="off"></p>
      <ul class="prints" tabindex="-1"></ul>
      <p class="photo-picker-foot"><button type="button" class="default" data-insert></button>
        <button type="button" data-cancel></button> <a target="_blank"></a></p>`;
    const say = (selector, words) => { dialog.querySelector(selector).textContent = words; };
    say("h2", this.several ? gettext("Choose photos") : gettext("Choose a photo"));
    say("label", gettext("Search"));
    say("[data-cancel]", gettext("Cancel"));
    say("a", gettext("Add a photo (in a new window)"));
    dialog.querySelector("a").href = this.address.replace(/pick\/$/, "add/");
    dialog.querySelector("input").id = "photo-picker-search";
    dialog.querySelector("label").htmlFor = "photo-picker-search";
    dialog.querySelector("[data-insert]").hidden = !this.several;
    return dialog;
  }

  open() {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.count();
    this.load();
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
    // Back from adding a photo in another window: it stands first.
    const refresh = () => this.load();
    window.addEventListener("focus", refresh);
    this.dialog.addEventListener("close", () => {
      window.removeEventListener("focus", refresh);
      this.dialog.remove();
      this.resolve([]);
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
    for (const box of this.shelf.querySelectorAll("input")) {
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

  finish() {
    this.resolve([...this.chosen.values()]);
    this.dialog.close();
  }
}

function photoOf(box) {
  const { title, image, form } = box.dataset;
  return { value: box.value, title, image, form, gaps: box.parentElement.querySelector(".gaps") };
}
