// What a page does in place: show how to reach somebody, copy a text, share the page, suggest what to
// search for.

const ask = (form, body) =>
  fetch(form.action, {
    method: "POST",
    headers: { "X-Requested-With": "fetch" },
    credentials: "omit",
    body,
  });

// While very many ask, the answer is a form token and how much work it needs.
const done = async (work) => {
  const formToken = work.parentElement.querySelector("[name=form_token]").value;
  const { solve } = await import("./proof_of_work.js");
  return new URLSearchParams({ form_token: formToken, work: await solve(formToken, Number(work.dataset.bits)) });
};

const TRIES = 4;

const reveal = async (form) => {
  const status = form.parentElement.querySelector("[role=status]");
  let body;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const response = await ask(form, body);
    if (!response.ok && response.status !== 429) throw new Error(response.statusText);
    status.innerHTML = await response.text();
    const work = status.querySelector("[data-bits]");
    if (!work) return;
    body = await done(work);
  }
  throw new Error("More work is asked for each time");
};

const copy = async (place) => {
  const text = document.getElementById(place.dataset.copy);
  const status = place.querySelector("[role=status]");
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(text.innerText.trim());
    status.textContent = status.dataset.said;
  } catch {
    getSelection().selectAllChildren(text);
  }
};

// The dialog of the device; closing it is no error.
const share = () =>
  navigator
    .share({ title: document.title, url: document.getElementById("page-address").textContent.trim() })
    .catch(() => {});

for (const place of document.querySelectorAll("[data-copy]")) place.hidden = !navigator.clipboard;
for (const place of document.querySelectorAll("[data-share]")) place.hidden = !navigator.share;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-reveal]")) return;
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  reveal(form)
    .catch(() => form.submit())
    .finally(() => {
      form.ariaBusy = null;
    });
});

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-copy] button")?.parentElement;
  if (place) copy(place);
  if (event.target.closest("[data-share] button")) share();
});

// Whoever goes to a search box gets suggestions there; nobody else loads the script for it.
const boxes = new WeakSet();

document.addEventListener("focusin", async ({ target: box }) => {
  if (!box.matches("form[role=search] input[type=search][name=q]") || boxes.has(box)) return;
  boxes.add(box);
  const { start } = await import("./search_suggestions.js");
  start(box);
});
