// Titles that match, while somebody types into a search box: the editable combobox of the ARIA
// Authoring Practices. From how many letters on: `search/limits_and_periods.py`. A syllable that is
// still being composed is asked for when it is finished.

const PAUSE = 180;
const REMEMBERED = 50;

const LIST = "search-suggestions";

// The number of suggestions can be seen in the list; that there are none stands in its place.
const UNSEEN = "visually-hidden";
const NOTHING_FOUND = "search-suggestions search-suggestions-none";

const answers = new Map();

const ask = async (form, typed, signal) => {
  if (answers.has(typed)) return answers.get(typed);
  const url = new URL("suggestions/", form.action);
  url.search = new URLSearchParams({ q: typed });
  const response = await fetch(url, { signal, credentials: "omit" });
  if (!response.ok) throw new Error(response.statusText);
  const answer = await response.json();
  if (answers.size >= REMEMBERED) answers.clear();
  answers.set(typed, answer);
  return answer;
};

const optionOf = ({ title, url, kind, language }, number) => {
  const option = document.createElement("li");
  option.id = `${LIST}-${number}`;
  option.setAttribute("role", "option");
  option.dataset.url = url;
  const words = document.createElement("span");
  words.lang = language;
  words.textContent = title;
  const label = document.createElement("small");
  label.textContent = kind;
  option.append(words, " ", label);
  return option;
};

export const start = (box) => {
  const { form } = box;
  const list = document.createElement("ul");
  list.id = LIST;
  list.className = "search-suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const status = document.createElement("span");
  status.className = UNSEEN;
  status.setAttribute("role", "status");
  box.after(list, status);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", LIST);
  box.setAttribute("aria-expanded", "false");

  let pause;
  let asked;
  let chosen = -1;

  const choose = (number) => {
    list.children[chosen]?.removeAttribute("aria-selected");
    chosen = number;
    const option = list.children[chosen];
    if (!option) {
      box.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const close = () => {
    clearTimeout(pause);
    asked?.abort();
    choose(-1);
    list.hidden = true;
    status.textContent = "";
    status.className = UNSEEN;
    box.setAttribute("aria-expanded", "false");
  };

  const show = async (typed) => {
    asked?.abort();
    if (!typed) {
      close();
      return;
    }
    asked = new AbortController();
    try {
      const { items, label, status: said } = await ask(form, typed, asked.signal);
      close();
      if (document.activeElement !== box) return;
      list.setAttribute("aria-label", label);
      list.replaceChildren(...items.map(optionOf));
      list.hidden = !items.length;
      status.textContent = said;
      status.className = items.length || !said ? UNSEEN : NOTHING_FOUND;
      box.setAttribute("aria-expanded", String(!list.hidden));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  const wait = () => {
    clearTimeout(pause);
    // What is finished now; the next syllable may have begun when the pause is over.
    pause = setTimeout(show, PAUSE, box.value.trim());
  };

  const pressed = (event) => {
    // The Enter that ends a syllable chooses nothing.
    if (event.isComposing || event.keyCode === 229) return;
    if (list.hidden && status.className === UNSEEN) return;
    const last = list.children.length - 1;
    const option = list.children[chosen];
    if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && option) location.assign(option.dataset.url);
    else return;
    event.preventDefault();
  };

  box.addEventListener("input", (event) => {
    if (!event.isComposing) wait();
  });
  box.addEventListener("compositionend", wait);
  box.addEventListener("keydown", pressed);
  box.addEventListener("blur", close);
  // The box keeps the focus while an option is pressed.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
};
