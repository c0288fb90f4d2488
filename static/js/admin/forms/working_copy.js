// What somebody types is autosaved on the server within ten seconds, until it is saved. While the
// server is away it is stored in the browser, sent again as soon as it is back, and erased at logout
// or when somebody else logs in. A working copy of another window, or one that waits for an answer,
// is not overwritten: the server refuses (409).
const SECONDS = 5;
const PREFIX = "working-copy:";
const NOT_SENT = ["csrfmiddlewaretoken", "_working_copy_etag"];

const state = document.querySelector(".working-copy-state");
const form = state?.closest("form");
const own = `${PREFIX}${state?.dataset.user}:`;
const stored = own + (state?.dataset.url ?? "");
// Sent with the form when it is saved, too: it says which working copy is done with.
const etag = form?.elements._working_copy_etag;

/** The fields as a browser would send them, without files and the token. */
function fieldsOf(element) {
  const fields = [...new FormData(element)].filter(
    ([name, value]) => typeof value === "string" && !NOT_SENT.includes(name),
  );
  return new URLSearchParams(fields).toString();
}

function store(fields) {
  try {
    localStorage.setItem(stored, JSON.stringify({ etag: etag.value, fields }));
  } catch {
    // Full, or forbidden: the server is asked again anyway.
  }
}

async function send(fields, options = {}) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const response = await fetch(state.dataset.url, {
    method: "POST",
    body: new URLSearchParams(`${fields}&_working_copy_etag=${encodeURIComponent(etag.value)}`),
    headers: { "X-CSRFToken": token },
    redirect: "error",
    ...options,
  });
  if (response.status === 409) return { isElsewhere: true };
  if (!response.ok) throw new Error(String(response.status));
  localStorage.removeItem(stored);
  return response.status === 204 ? {} : response.json();
}

function watch() {
  let isTouched = false;
  let isSubmitted = false;
  let autosaved = fieldsOf(form);
  let isBusy = false;

  async function autosave(options) {
    const fields = fieldsOf(form);
    if (!isTouched || isSubmitted || isBusy || fields === autosaved) return;
    isBusy = true;
    try {
      const answer = await send(fields, options);
      autosaved = fields;
      etag.value = answer.etag ?? etag.value;
      if (answer.time) state.textContent = state.dataset.autosaved.replace("{time}", answer.time);
      if (answer.isElsewhere) state.textContent = state.dataset.elsewhere;
    } catch {
      store(fields);
      if (!isSubmitted) state.textContent = state.dataset.offline;
    }
    isBusy = false;
  }

  const touch = () => {
    isTouched = true;
  };
  // Nothing that scripts fill in by themselves counts as typed.
  for (const type of ["keydown", "input", "change", "paste", "drop", "pointerup"]) {
    form.addEventListener(type, (event) => event.isTrusted && touch(), { capture: true });
  }
  form.addEventListener("submit", () => {
    isSubmitted = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") autosave({ keepalive: true });
  });
  setInterval(autosave, SECONDS * 1000);
}

/** What a lost connection left in this browser goes to the server, which then offers it. */
async function sendStored() {
  const left = JSON.parse(localStorage.getItem(stored) ?? "null");
  if (!left) return;
  const present = etag.value;
  etag.value = left.etag;
  const answer = await send(left.fields).catch(() => ({}));
  etag.value = present;
  if (answer.time) location.reload();
}

/** A session that ended without a logout leaves what its user typed. */
function forgetOthers() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(own)) localStorage.removeItem(key);
  }
}

if (form) {
  forgetOthers();
  await sendStored();
  watch();
}
