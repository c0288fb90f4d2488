// Uploads photos, each in a request of its own, and saves their captions and credits afterwards.
const { gettext } = window;
const MAX_REQUESTS = 2; // Requests at the same time; the others wait.
const waiting = [];
const pending = new Set();
let running = 0;
// One per file: a request that is repeated, as its response was lost, returns the same photo.
const idempotencyKeys = new WeakMap();

/**
 * Upload one file. `getFields` returns [name, value] pairs and is called when the request starts.
 * Resolves to the JSON of the new photo; rejects with an Error with a message for people, and
 * `canRetry`.
 */
export function sendPhoto(url, file, getFields, onProgress = () => {}) {
  return enqueue(() => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => (request.status === 200 && request.response
      ? resolve(request.response)
      : reject(uploadError(request.status, request.response))));
    request.addEventListener("error", () => reject(uploadError(0)));
    const data = new FormData();
    for (const [name, value] of getFields()) data.append(name, value);
    data.append("idempotency_key", idempotencyKey(file));
    data.append("file", file, file.name);
    request.send(data);
  }));
}

function idempotencyKey(file) {
  if (!idempotencyKeys.has(file)) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    idempotencyKeys.set(file, [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return idempotencyKeys.get(file);
}

/** Save fields of one photo. Shape of `fields`: [name, value]. Resolves and rejects like `sendPhoto`. */
export function saveFields(url, fields) {
  return enqueue(async () => {
    const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" };
    const body = new URLSearchParams(fields);
    const response = await fetch(url, { method: "POST", headers, body, keepalive: true })
      .catch(() => { throw uploadError(0); });
    const data = await response.json().catch(() => null);
    if (response.ok && data) return data;
    throw uploadError(response.status, data);
  });
}

/** Resolves when no request runs or waits. */
export async function allRequestsDone() {
  while (pending.size) await Promise.allSettled([...pending]);
}

export const isSending = () => pending.size > 0;

/** A photo from the JSON of the server, in the shape of the photos of the picker (`choosePhotos`). */
export function photoFromJson(data) {
  const missing = document.createElement("span");
  showMissing(missing, data.missing);
  const { title, thumbnail_url: thumbnailUrl, change_url: changeUrl, form_html: formHtml } = data;
  return { value: String(data.pk), title, thumbnailUrl, changeUrl, missing, formHtml };
}

export function showMissing(element, labels) {
  element.replaceChildren(...labels.map((label) => (
    Object.assign(document.createElement("span"), { className: "missing-label", textContent: label })
  )));
}

/** The URL of another view of photos, which stands beside the one of the picker. */
export const siblingUrl = (pickerUrl, route) => pickerUrl.replace(/picker\/$/, route);

/**
 * The status of a file that is being uploaded. Buttons call `retry` with whether a duplicate is
 * allowed.
 */
export function uploadStatus(tag, file, retry) {
  const element = document.createElement(tag);
  element.className = "upload";
  const name = Object.assign(document.createElement("span"), { className: "upload-name" });
  name.textContent = file.name;
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  element.append(name, bar);
  return {
    element,
    progress: (fraction) => {
      bar.value = fraction;
      // The server still makes the renditions: how long that takes is not known.
      if (fraction === 1) bar.removeAttribute("value");
    },
    fail: (error) => {
      const message = Object.assign(document.createElement("span"), { className: "field-error" });
      message.setAttribute("role", "alert");
      message.textContent = error.message;
      bar.remove();
      element.append(message);
      if (error.duplicate) message.append(" ", linkTo(error.duplicate));
      if (error.duplicate) element.append(retryButton(gettext("Upload anyway"), () => retry(true)));
      if (error.canRetry) element.append(retryButton(gettext("Try again"), () => retry(false)));
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

/** A link to the photo in the library; this page stays open. */
function linkTo({ url, title }) {
  return Object.assign(document.createElement("a"), { href: url, textContent: title, target: "_blank" });
}

function uploadError(status, data) {
  const errors = data?.errors && Object.values(data.errors).flat().join(" ");
  const message = data?.error || errors || (status === 0
    ? gettext("The connection was lost.")
    : gettext("The server did not accept it. Are you still logged in?"));
  const canRetry = !data || Boolean(data.retry);
  return Object.assign(new Error(message), { canRetry, errors: data?.errors ?? {}, duplicate: data?.duplicate });
}

function enqueue(request) {
  const done = new Promise((resolve, reject) => {
    waiting.push(() => request().then(resolve, reject).finally(() => {
      running -= 1;
      runNext();
    }));
  });
  pending.add(done);
  done.catch(() => {}).finally(() => pending.delete(done));
  runNext();
  return done;
}

function runNext() {
  while (running < MAX_REQUESTS && waiting.length) {
    running += 1;
    waiting.shift()();
  }
}

function csrfToken() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}
