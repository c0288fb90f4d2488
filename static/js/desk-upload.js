// Sends photos to the library, each in a request of its own, and what is said of them afterwards.
const { gettext } = window;
const AT_ONCE = 2; // Requests in flight; the others wait their turn.
const waiting = [];
const pending = new Set();
let running = 0;
// One a file: a request that is sent again, as its answer was lost, brings the same photo.
const keys = new WeakMap();

/**
 * Send one file. `facts` gives name and value of what is said with it, asked when its turn comes.
 * Resolves to what the server says of the new photo; rejects with an Error for people, whose
 * `again` says whether trying again may help.
 */
export function sendPhoto(address, file, facts, onProgress = () => {}) {
  return inTurn(() => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", token());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => (request.status === 200 && request.response
      ? resolve(request.response)
      : reject(refusal(request.status, request.response))));
    request.addEventListener("error", () => reject(refusal(0)));
    const data = new FormData();
    for (const [name, value] of facts()) data.append(name, value);
    data.append("key", keyOf(file));
    data.append("file", file, file.name);
    request.send(data);
  }));
}

function keyOf(file) {
  if (!keys.has(file)) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    keys.set(file, [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return keys.get(file);
}

/** Keep what is said of one photo. Shape of facts: name, value. Resolves and rejects as above. */
export function tell(address, facts) {
  return inTurn(async () => {
    const headers = { "X-CSRFToken": token(), Accept: "application/json" };
    const body = new URLSearchParams(facts);
    const answer = await fetch(address, { method: "POST", headers, body, keepalive: true })
      .catch(() => { throw refusal(0); });
    const said = await answer.json().catch(() => null);
    if (answer.ok && said) return said;
    throw refusal(answer.status, said);
  });
}

/** Resolves when nothing is on its way any more. */
export async function quiet() {
  while (pending.size) await Promise.allSettled([...pending]);
}

export const isBusy = () => pending.size > 0;

/** A photo from an answer, in the shape in which the picker gives the chosen ones. */
export function photoOf(answer) {
  const gaps = document.createElement("span");
  showGaps(gaps, answer.gaps);
  return { ...answer, value: String(answer.pk), gaps };
}

export function showGaps(place, gaps) {
  place.replaceChildren(...gaps.map((words) => (
    Object.assign(document.createElement("span"), { className: "gap", textContent: words })
  )));
}

/**
 * A line about a file on its way. `retry` is called when the coordinator asks for it, with whether
 * a picture that is in the library already is to be kept twice.
 */
export function line(tag, file, retry) {
  const element = document.createElement(tag);
  element.className = "arrival";
  const name = Object.assign(document.createElement("span"), { className: "arrival-name" });
  name.textContent = file.name;
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  element.append(name, bar);
  return {
    element,
    progress: (share) => {
      bar.value = share;
      // The server still makes its pictures: no share can be told.
      if (share === 1) bar.removeAttribute("value");
    },
    fail: (error) => {
      const words = Object.assign(document.createElement("span"), { className: "field-error" });
      words.setAttribute("role", "alert");
      words.textContent = error.message;
      bar.remove();
      element.append(words);
      if (error.same) words.append(" ", linkTo(error.same));
      if (error.same) element.append(retryButton(gettext("Keep it twice"), () => retry(true)));
      if (error.again) element.append(retryButton(gettext("Try again"), () => retry(false)));
    },
  };
}

function retryButton(label, retry) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", retry);
  return button;
}

/** To the photo that is in the library already; this page stays open. */
function linkTo({ address, title }) {
  return Object.assign(document.createElement("a"), { href: address, textContent: title, target: "_blank" });
}

function refusal(status, said) {
  const errors = said?.errors && Object.values(said.errors).flat().join(" ");
  const words = said?.error || errors || (status === 0
    ? gettext("The connection was lost.")
    : gettext("The server did not take it. Are you still logged in?"));
  return Object.assign(new Error(words), { again: !said || Boolean(said.again), errors: said?.errors ?? {}, same: said?.same });
}

function inTurn(work) {
  const done = new Promise((resolve, reject) => {
    waiting.push(() => work().then(resolve, reject).finally(() => {
      running -= 1;
      next();
    }));
  });
  pending.add(done);
  done.catch(() => {}).finally(() => pending.delete(done));
  next();
  return done;
}

function next() {
  while (running < AT_ONCE && waiting.length) {
    running += 1;
    waiting.shift()();
  }
}

function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}
