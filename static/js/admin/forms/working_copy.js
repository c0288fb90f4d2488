// What somebody types is autosaved on the server, until it is saved. While the server is away it is
// stored in the browser, sent again as soon as the server is back, and erased at logout or when
// somebody else logs in. Each tab has a working copy of its own, by the id of its form.

// A crash loses what was typed in these seconds and while the request was on its way: ten at most, as the
// changelog promises.
const AUTOSAVE_SECONDS = 5;
const PREFIX = "working-copy:";
const LOGGED_OUT = "logged out";

const statusLine = document.querySelector(".working-copy-state");
const form = statusLine?.closest("form");
const userPrefix = `${PREFIX}${statusLine?.dataset.user}:`;
const itemPrefix = `${userPrefix}${statusLine?.dataset.url}#`;

function keyOf(fields) {
  return itemPrefix + new URLSearchParams(fields).get("_form_id");
}

/** The fields as a browser would send them, without files and the token. By name: the editor of
 * blocks puts them into another order while the page loads, and nobody has typed anything by that. */
function fieldsOf(element) {
  const fields = [...new FormData(element)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
  );
  const sorted = new URLSearchParams(fields);
  sorted.sort();
  return sorted.toString();
}

/** Returns whether there was room: the server is asked again anyway. */
function store(fields) {
  try {
    localStorage.setItem(keyOf(fields), fields);
    return true;
  } catch {
    return false;
  }
}

/** Files that were chosen are kept nowhere before the form is saved. */
function hasFiles() {
  return [...form.querySelectorAll("input[type=file][name]")].some((input) => input.files.length);
}

async function send(fields, options = {}) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const response = await fetch(statusLine.dataset.url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": token },
    redirect: "manual",
    ...options,
  });
  const isAutosaved = response.status === 204 || response.headers.get("Content-Type") === "application/json";
  // The login page, or the page that asks to send once more: the session has ended, or is another.
  if (response.type === "opaqueredirect" || (response.ok && !isAutosaved)) throw new Error(LOGGED_OUT);
  if (!response.ok) throw new Error(String(response.status));
  localStorage.removeItem(keyOf(fields));
  return response.status === 204 ? {} : response.json();
}

// Of the form in this tab.
const progress = { isTouched: false, isSubmitted: false, isBusy: false, autosaved: "" };

async function autosave(options) {
  const fields = fieldsOf(form);
  const { isTouched, isSubmitted, isBusy, autosaved } = progress;
  if (!isTouched || isSubmitted || isBusy || fields === autosaved) return;
  progress.isBusy = true;
  try {
    const answer = await send(fields, options);
    progress.autosaved = fields;
    if (answer.time) statusLine.textContent = statusLine.dataset.autosaved.replace("{time}", answer.time);
  } catch (error) {
    store(fields);
    const { loggedOut, offline } = statusLine.dataset;
    if (!progress.isSubmitted) statusLine.textContent = error.message === LOGGED_OUT ? loggedOut : offline;
  }
  progress.isBusy = false;
}

/** Nothing that scripts fill in by themselves counts as typed. */
function watchTyping() {
  for (const type of ["keydown", "input", "change", "paste", "drop", "pointerup"]) {
    form.addEventListener(
      type,
      (event) => {
        if (event.isTrusted) progress.isTouched = true;
      },
      { capture: true },
    );
  }
}

function watchSubmission() {
  form.addEventListener("submit", () => {
    progress.isSubmitted = true;
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // A page that the browser has kept was saved, perhaps: what is typed now is another form.
    progress.isSubmitted = false;
    form.elements._form_id.value = newFormId();
  });
}

/** A browser sends no long text while it leaves a page, so that is stored here until the next one. */
function watchLeaving() {
  window.addEventListener("beforeunload", (event) => {
    if (progress.isSubmitted) return;
    const fields = fieldsOf(form);
    const isKept = !progress.isTouched || fields === progress.autosaved || store(fields);
    if (!isKept || hasFiles()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") autosave({ keepalive: true });
  });
}

function newFormId() {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return [...numbers].map((number) => number.toString(16).padStart(8, "0")).join("");
}

/** What a lost connection left in this browser goes to the server, which then offers it. */
async function sendStored() {
  const left = Object.keys(localStorage).filter((key) => key.startsWith(itemPrefix));
  const answers = await Promise.all(
    left.map((key) => send(localStorage.getItem(key)).catch(() => ({}))),
  );
  if (answers.some((answer) => answer.time)) location.reload();
}

/** A session that ended without a logout leaves what its user typed. */
function forgetOthers() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(userPrefix)) localStorage.removeItem(key);
  }
}

if (form) {
  forgetOthers();
  await sendStored();
  progress.autosaved = fieldsOf(form);
  watchTyping();
  watchSubmission();
  watchLeaving();
  setInterval(autosave, AUTOSAVE_SECONDS * 1000);
}
