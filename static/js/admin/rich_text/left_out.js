// Says under an editor which pictures and videos a paste left out of the text, and where they stood;
// where there are blocks, a button adds one for each.

/** `left` comes from `findLeftOut`; an empty list shows nothing. */
export function showLeftOut(editor, left) {
  const place = editor.options.element;
  place.parentElement.querySelector(".left-out")?.remove();
  if (!left.length) return;
  const block = place.closest(".order-machine > .inline-related");
  const note = document.createElement("div");
  note.className = "left-out help";
  note.setAttribute("role", "status");
  const list = document.createElement("ul");
  list.append(...left.map((one) => leftOutItem(one, note, block)));
  note.append(heading(Boolean(block)), list);
  place.after(note);
}

function heading(hasBlocks) {
  const { gettext } = window;
  const element = document.createElement("p");
  element.textContent = hasBlocks
    ? gettext("Pictures and videos cannot be part of a text. Each can be a block of its own:")
    : gettext("Pictures and videos cannot be part of a text and were left out:");
  return element;
}

function leftOutItem(left, note, block) {
  const { gettext, interpolate } = window;
  const { kind, called, after } = left;
  const element = document.createElement("li");
  const name = kind === "picture" ? gettext("Picture") : gettext("Video");
  const where = after ? interpolate(gettext("after “%(words)s”"), { words: after }, true) : gettext("at the beginning");
  const words = document.createElement("span");
  words.textContent = [name, called && `“${called}”`, where].filter(Boolean).join(", ");
  element.append(words);
  if (block) element.append(" ", addButton(left, note, block, words));
  return element;
}

function addButton(left, note, block, words) {
  const { gettext } = window;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = left.kind === "picture" ? gettext("Add a photo block") : gettext("Add a video block");
  button.setAttribute("aria-description", words.textContent);
  button.addEventListener("click", async () => {
    button.replaceWith("– ", gettext("added below the text"));
    const { insertLeftOut, blockAfter } = await import("../blocks/block_bar.js");
    // In the order in which they stood.
    const last = note.added?.isConnected ? note.added : block;
    note.added = insertLeftOut(left, blockAfter(last));
  });
  return button;
}
