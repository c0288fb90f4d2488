// A browser forgets the files that were chosen in a form that is refused. They stay in it until the
// form is saved, for an hour at most, and are put back. Logout erases them.

// `forms/forget_working_copies.js` deletes it.
const DATABASE = "chosen-files";
const LONGEST = 60 * 60 * 1000;
const STORE = "files";

const form = document.querySelector("form:has(input[name=_form_id])");
const prefix = `${form?.elements._form_id.value}:`;

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** `work` gets the store and returns a request; resolves with its result. */
async function inStore(mode, work) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

async function keep(input) {
  const kept = { files: [...input.files], at: Date.now() };
  await inStore("readwrite", (store) => store.put(kept, prefix + input.name));
}

async function putBack(input) {
  const kept = await inStore("readonly", (store) => store.get(prefix + input.name));
  if (!kept?.files.length || input.files.length) return;
  const chosen = new DataTransfer();
  for (const file of kept.files) chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Those of forms that were saved or left. */
async function forgetOthers(isRefused) {
  const keys = await inStore("readonly", (store) => store.getAllKeys());
  for (const key of keys) {
    const kept = await inStore("readonly", (store) => store.get(key));
    const isOver = Date.now() - kept.at > LONGEST;
    if (isOver || (key.startsWith(prefix) && !isRefused)) {
      await inStore("readwrite", (store) => store.delete(key));
    }
  }
}

if (form) {
  form.addEventListener("change", ({ target }) => {
    // Where there is no room, the form works as without this.
    if (target.matches("input[type=file][name]")) keep(target).catch(() => {});
  });
  const isRefused = Boolean(document.getElementById("error-summary"));
  forgetOthers(isRefused)
    .then(() => {
      if (!isRefused) return;
      for (const input of form.querySelectorAll("input[type=file][name]")) putBack(input).catch(() => {});
    })
    .catch(() => {});
}
