// Notes are sent without leaving the page, so that the form of the item stays as it is. Whatever
// was typed and not stored comes back in this tab, and is forgotten at logout.
const PREFIX = "note:";

const panel = () => document.getElementById("notes");
const texts = (root) => root.querySelectorAll('textarea[name="note-text"]');
const keyOf = (text) => `${PREFIX}${panel().dataset.url}${text.id}`;

function bringBack() {
  for (const text of texts(panel())) {
    const typed = sessionStorage.getItem(keyOf(text));
    if (!typed || text.value) continue;
    text.value = typed;
    text.closest("details").open = true;
    panel().open = true;
  }
}

function say(...contents) {
  panel().querySelector(".notes-state").replaceChildren(...contents);
}

async function send(form) {
  const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("notes");
  if (!response.ok || !fresh) throw new Error(String(response.status));
  const wrong = page.querySelector(".notes .errorlist");
  if (wrong) return say(document.adoptNode(wrong));
  for (const text of texts(form)) sessionStorage.removeItem(keyOf(text));
  show(fresh, page.querySelector(".messagelist"));
}

function show(fresh, said) {
  // Where the panel is beside the form, links stay on this page.
  const isBeside = Boolean(document.querySelector("#content-main form"));
  for (const link of isBeside ? fresh.querySelectorAll(".note-form-part a") : []) link.href = link.hash;
  panel().replaceWith(document.adoptNode(fresh));
  bringBack();
  mark();
  if (said) say(document.adoptNode(said));
}

/** Beside each part of the form that has open notes stands a link to the first of them. */
function mark() {
  document.querySelectorAll(".note-mark").forEach((old) => old.remove());
  for (const thread of panel().querySelectorAll("#notes > .note-threads > [data-anchor]")) {
    // A note on the whole item has no anchor.
    const part = document.getElementById(thread.dataset.anchor);
    const place = part?.closest(".inline-related, .form-row") ?? part;
    const head = place?.querySelector("h3, label");
    if (!head || head.parentElement.querySelector(".note-mark")) continue;
    const link = document.createElement("a");
    link.className = "note-mark";
    link.href = `#${thread.id}`;
    link.textContent = panel().querySelector("summary h2").textContent;
    head.after(link);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("#notes")) return;
  event.preventDefault();
  const buttons = form.querySelectorAll("button");
  buttons.forEach((button) => (button.disabled = true));
  send(form)
    .catch(() => say(panel().dataset.failed))
    .finally(() => buttons.forEach((button) => (button.disabled = false)));
});

document.addEventListener("input", (event) => {
  if (!event.target.matches('#notes textarea[name="note-text"]')) return;
  sessionStorage.setItem(keyOf(event.target), event.target.value);
});

// A part of the form may be an editor, whose own field is hidden.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".note-form-part a, .note-mark");
  const part = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!part || link.pathname !== location.pathname) return;
  event.preventDefault();
  part.closest("details")?.setAttribute("open", "");
  (part.closest(".inline-related, .form-row, li") ?? part).scrollIntoView({ block: "center" });
  part.focus({ preventScroll: true });
});

if (panel()) {
  bringBack();
  mark();
}
