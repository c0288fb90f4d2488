// After an @ the colleagues who may see the item are offered. Typing a name does the same.
const TYPED = /(?:^|[^\w.])@([^\s@]*)$/;
const MOST = 6;

let colleagues;
let list;

async function load(panel) {
  const response = await fetch(`${panel.dataset.url}colleagues/`);
  return response.ok ? (await response.json()).colleagues : [];
}

function close() {
  list?.remove();
  list = undefined;
}

function typedBefore(text) {
  return text.value.slice(0, text.selectionStart).match(TYPED)?.[1];
}

function insert(text, name) {
  const end = text.selectionStart;
  text.setRangeText(`${name} `, end - typedBefore(text).length, end, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

function offer(text, found) {
  close();
  if (found.length === 0) return;
  list = document.createElement("ul");
  list.className = "note-offers";
  list.setAttribute("aria-label", text.closest("#notes").dataset.colleagues);
  for (const { name, label } of found) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label === name ? `@${name}` : `@${name} (${label})`;
    button.addEventListener("click", () => {
      insert(text, name);
      close();
    });
    const line = document.createElement("li");
    line.append(button);
    list.append(line);
  }
  text.after(list);
}

document.addEventListener("input", async (event) => {
  const text = event.target;
  if (!text.matches('#notes textarea[name="note-text"]')) return;
  if (typedBefore(text) === undefined) return close();
  colleagues ??= load(text.closest("#notes")).catch(() => []);
  const all = await colleagues;
  const typed = typedBefore(text)?.toLowerCase();
  if (typed === undefined) return close();
  const fits = ({ name, label }) => [name, label].some((one) => one.toLowerCase().startsWith(typed));
  offer(text, all.filter(fits).slice(0, MOST));
});

document.addEventListener("keydown", (event) => {
  if (!list) return;
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  if (event.key === "Escape") {
    list.previousElementSibling.focus();
    close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (at < 0 && document.activeElement !== list.previousElementSibling) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (buttons[next] ?? list.previousElementSibling).focus();
  }
});
