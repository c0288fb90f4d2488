// Ctrl+K leads to the search box; what somebody types is searched after each syllable.

const PAUSE = 200;

const box = document.getElementById("admin-search");
const panel = document.querySelector(".admin-search-panel");
const status = document.querySelector(".admin-search [role=status]");
let pause;
let asked;

const close = () => {
  clearTimeout(pause);
  asked?.abort();
  panel.hidden = true;
  status.textContent = "";
};

const show = async () => {
  asked?.abort();
  if (!box.value.trim()) {
    close();
    return;
  }
  asked = new AbortController();
  const url = `${box.form.action}?${new URLSearchParams({ q: box.value, panel: "" })}`;
  try {
    const response = await fetch(url, { signal: asked.signal });
    // A login page is no result.
    if (!response.ok || response.redirected) return;
    panel.innerHTML = await response.text();
    panel.hidden = false;
    const said = panel.querySelector("[data-status]");
    status.textContent = said.dataset.status || said.textContent.trim();
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
};

const typed = (event) => {
  clearTimeout(pause);
  // An unfinished syllable is searched as well: it finds the whole one.
  pause = setTimeout(show, event.isComposing ? PAUSE * 2 : PAUSE);
};

const move = (event, step) => {
  const stops = [box, ...panel.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + step];
  if (panel.hidden || !next) return;
  event.preventDefault();
  next.focus();
};

const pressed = (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") move(event, 1);
  if (event.key === "ArrowUp") move(event, -1);
  if (event.key === "Escape" && !panel.hidden) {
    event.preventDefault();
    close();
    box.focus();
  }
};

if (box) {
  box.addEventListener("input", typed);
  box.parentElement.parentElement.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".admin-search")) close();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
}
