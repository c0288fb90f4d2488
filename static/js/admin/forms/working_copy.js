// What somebody types is kept on the server within ten seconds, until it is saved. While the server
// is away it is kept in the browser, sent again as soon as it is back, and erased at logout.
const SECONDS = 5;
const PREFIX = "working-copy:";

const state = document.querySelector(".working-copy-state");
const form = state?.closest("form");
const stored = PREFIX + (state?.dataset.url ?? "");

/** The fields as a browser would send them, without files and the token. */
function fieldsOf(element) {
  const fields = [...new FormData(element)].filter(
    ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
  );
  return new URLSearchParams(fields).toString();
}

function store(fields) {
  try {
    localStorage.setItem(stored, fields);
  } catch {
    // Full, or forbidden: the server is asked again anyway.
  }
}

async function send(fields, options = {}) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const response = await fetch(state.dataset.url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": token },
    redirect: "error",
    ...options,
  });
  if (!response.ok) throw new Error(String(response.status));
  localStorage.removeItem(stored);
  return response.status === 204 ? null : (await response.json()).time;
}

function watch() {
  let isTouched = false;
  let isSubmitted = false;
  let kept = fieldsOf(form);
  let isBusy = false;

  async function keep(options) {
    const fields = fieldsOf(form);
    if (!isTouched || isSubmitted || isBusy || fields === kept) return;
    isBusy = true;
    try {
      const time = await send(fields, options);
      kept = fields;
      if (time) state.textContent = state.dataset.kept.replace("{time}", time);
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
    if (document.visibilityState === "hidden") keep({ keepalive: true });
  });
  setInterval(keep, SECONDS * 1000);
}

/** What a lost connection left in this browser goes to the server, which then offers it. */
async function sendStored() {
  const fields = localStorage.getItem(stored);
  if (!fields) return;
  await send(fields).then((time) => time && location.reload(), () => {});
}

if (form) {
  await sendStored();
  watch();
}
