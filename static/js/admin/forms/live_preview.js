// The page beside the form, with what is typed and not saved. The server makes it of the form's data
// in a transaction that it rolls back. Scripts are taken out of the page: it is only looked at.
const PAUSE = 1000;
const OPEN = "live-preview";

const panel = document.querySelector("[data-live-preview]");
const form = document.querySelector("#content-main form[id$='_form']");
const opener = document.querySelector("[data-open-live-preview]");

const statusLine = panel?.querySelector(".live-preview-state");
const reasons = panel?.querySelector(".live-preview-reasons");
const frame = panel?.querySelector("iframe");
const box = panel?.querySelector(".live-preview-frame");
// The URL and the fields that were sent last, whether or not the server answered.
let sent = "";
let seen = "";
let isBusy = false;

function fields() {
  const typed = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return new URLSearchParams(typed).toString();
}

const pressed = (name) => panel.querySelector(`[${name}][aria-pressed=true]`);

/** The page fits into the panel, whatever its width. */
function fit() {
  const width = Number(pressed("data-width").dataset.width);
  const scale = Math.min(1, box.clientWidth / width);
  frame.style.width = `${width}px`;
  frame.style.height = `${box.clientHeight / scale}px`;
  frame.style.transform = `scale(${scale})`;
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const script of page.querySelectorAll("script")) script.remove();
  const top = frame.contentWindow?.scrollY ?? 0;
  const loaded = () => {
    frame.contentWindow.scrollTo(0, top);
    frame.contentDocument.addEventListener("click", stayOnPage);
  };
  frame.addEventListener("load", loaded, { once: true });
  frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
  statusLine.textContent = statusLine.dataset.shown;
  reasons.hidden = true;
}

/** Addresses in the frame start from that of the form: without this, #note-1 would open the form. */
function stayOnPage(event) {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  frame.contentDocument.getElementById(link.hash.slice(1))?.scrollIntoView({ block: "center" });
}

function refuse(list) {
  statusLine.textContent = statusLine.dataset.refused;
  reasons.replaceChildren(
    ...list.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
  );
  reasons.hidden = false;
}

async function refresh(body) {
  isBusy = true;
  const { url } = pressed("data-url").dataset;
  sent = url + body;
  try {
    const response = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(body),
      redirect: "error",
    });
    if (!response.ok) throw new Error(String(response.status));
    const isPage = response.headers.get("Content-Type").startsWith("text/html");
    if (isPage) show(await response.text());
    else refuse((await response.json()).reasons);
  } catch {
    statusLine.textContent = statusLine.dataset.failed;
  }
  isBusy = false;
}

/** After a pause in typing, not at each key. */
function look() {
  if (panel.hidden || isBusy || document.hidden) return;
  const body = fields();
  const isPause = body === seen;
  seen = body;
  if (isPause && pressed("data-url").dataset.url + body !== sent) refresh(body);
}

function toggle(isOpen) {
  panel.hidden = !isOpen;
  document.body.classList.toggle("with-live-preview", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
  sessionStorage.setItem(OPEN, isOpen ? "yes" : "");
  if (!isOpen) return;
  fit();
  refresh(fields());
}

/** On narrow screens it covers the form. */
const covers = () => panel.clientWidth >= window.innerWidth;

function press(button) {
  for (const other of button.parentElement.children) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  fit();
  look();
}

if (panel && form && opener) {
  opener.closest("li").hidden = false;
  opener.addEventListener("click", () => {
    toggle(panel.hidden);
    if (!panel.hidden && covers()) panel.querySelector("[data-close]").focus();
  });
  panel.querySelector("[data-close]").addEventListener("click", () => {
    toggle(false);
    opener.focus();
  });
  for (const button of panel.querySelectorAll("[aria-pressed]")) {
    button.addEventListener("click", () => press(button));
  }
  new ResizeObserver(fit).observe(box);
  // What failed is tried again when something changes, or the connection is back.
  window.addEventListener("online", () => {
    sent = "";
  });
  setInterval(look, PAUSE);
  if (sessionStorage.getItem(OPEN) && window.innerWidth >= 1024) toggle(true);
}
