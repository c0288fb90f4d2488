// Says every few seconds that the form is open and in which field somebody is, and shows who else has
// it open.
// Milliseconds after a change of the field, so that passing through many fields says nothing.
const PAUSE = 800;

const box = document.querySelector(".open-elsewhere[data-url]");
const form = document.querySelector("#content-main form[id$=_form]");
let fieldLabel = "";
let pause;

function body(fields) {
  const token = form.elements.csrfmiddlewaretoken.value;
  return new URLSearchParams({ csrfmiddlewaretoken: token, ...fields });
}

async function tell() {
  if (document.visibilityState === "hidden") return;
  try {
    const response = await fetch(box.dataset.url, { method: "POST", body: body({ field_label: fieldLabel }), redirect: "error" });
    if (response.ok) show((await response.json()).others);
  } catch {
    // The server is away: the next time will say it.
  }
}

/** What stays the same is not read out again. */
function show(sentences) {
  const shown = [...box.children].map((line) => line.textContent.trim());
  if (shown.join("\n") === sentences.join("\n")) return;
  box.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.className = "notice writing-elsewhere";
    line.textContent = sentence;
    return line;
  }));
}

/** The label of a field, and the number of its block or row. */
function labelOf(field) {
  const label = field.labels?.[0] ?? field.closest(".form-row, .fieldBox, .field-box")?.querySelector("label");
  const words = label?.textContent.trim().replace(/:$/, "") ?? "";
  const row = field.closest(".inline-related:not(.empty-form)");
  if (!words || !row) return words;
  const rows = [...row.parentElement.children].filter((one) => one.matches(".inline-related:not(.empty-form)"));
  rows.sort((a, b) => a.style.order - b.style.order);
  return rows.length > 1 ? `${words} ${rows.indexOf(row) + 1}` : words;
}

function start() {
  form.addEventListener("focusin", (event) => {
    const now = labelOf(event.target);
    if (!now || now === fieldLabel) return;
    fieldLabel = now;
    clearTimeout(pause);
    pause = setTimeout(tell, PAUSE);
  });
  window.addEventListener("pagehide", () => navigator.sendBeacon(box.dataset.url, body({ closed: "yes" })));
  window.addEventListener("pageshow", (event) => event.persisted && tell());
  document.addEventListener("visibilitychange", tell);
  setInterval(tell, box.dataset.seconds * 1000);
  tell();
}

if (box && form) start();
