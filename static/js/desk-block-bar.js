// The bar that inserts blocks, between blocks and at the end; and the buttons that move them.
import { choosePhotos } from "./desk-photo-picker.js";
import { put } from "./desk-photo-select.js";

const { gettext } = window;
const machine = () => document.querySelector(".order-machine");
const inOrder = () => [...machine().querySelectorAll(":scope > .inline-related:not(.empty-form)")]
  .sort((a, b) => a.style.order - b.style.order);

/** The kinds of blocks, in the order of the form. Shape: prefix, title, picker (an address or ""). */
export function kinds() {
  return window.ContentEditor.plugins.map(({ prefix, title }) => {
    const field = document.querySelector(`#${prefix}-empty [data-photo-choice]`);
    return field
      ? { prefix, title: gettext("Photos"), picker: field.dataset.photoChoice }
      : { prefix, title, picker: "" };
  });
}

/** Insert a block before another one, at the end without one; photos are chosen first. */
export async function insert(kind, before = null) {
  if (!kind.picker) return focusIn(add(kind.prefix, before));
  const photos = await choosePhotos(kind.picker, { several: true });
  const rows = photos.map((photo) => {
    const row = add(kind.prefix, before);
    put(row.querySelector("[data-photo-choice]"), photo);
    return row;
  });
  rows.at(-1)?.scrollIntoView({ block: "nearest" });
}

/** The block after another one, null after the last. */
export function next(block) {
  const blocks = inOrder();
  return blocks[blocks.indexOf(block) + 1] ?? null;
}

function add(prefix, before) {
  let row = null;
  const catchRow = (event) => { row = event.target; };
  document.addEventListener("formset:added", catchRow, { once: true, capture: true });
  window.ContentEditor._insertBefore = before;
  window.ContentEditor.addContent(prefix);
  return row;
}

function focusIn(row) {
  // A rich text becomes an editor a moment later.
  row.addEventListener("prose-editor:ready", (event) => {
    if (event.target === row.querySelector("textarea")) event.detail.editor.commands.focus();
  });
  row.querySelector("textarea")?.focus();
}

function bar() {
  const element = document.createElement("div");
  element.className = "block-bar";
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", gettext("Insert here"));
  for (const { prefix, title } of kinds()) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.insertBlock = prefix;
    button.textContent = `+ ${title}`;
    element.append(button);
  }
  return element;
}

function movers() {
  const element = document.createElement("span");
  element.className = "block-movers";
  for (const [step, words, sign] of [[-1, gettext("Move up"), "↑"], [1, gettext("Move down"), "↓"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.moveBlock = step;
    button.title = words;
    button.setAttribute("aria-label", words);
    button.textContent = sign;
    element.append(button);
  }
  return element;
}

function move(block, step) {
  const blocks = inOrder();
  const other = blocks[blocks.indexOf(block) + step];
  if (!other) return;
  const place = (element) => element.querySelector(".order-machine-ordering");
  [place(block).value, place(other).value] = [place(other).value, place(block).value];
  for (const element of [block, other]) element.style.order = place(element).value;
  block.scrollIntoView({ block: "nearest" });
}

function start() {
  for (const block of machine().querySelectorAll(":scope > .inline-related")) {
    block.prepend(bar());
    block.querySelector("h3").append(movers());
  }
  const end = bar();
  end.classList.add("block-bar-end");
  machine().append(end);
  machine().addEventListener("click", (event) => {
    const insertion = event.target.closest("[data-insert-block]");
    const block = event.target.closest(".inline-related");
    if (insertion) insert(kinds().find((kind) => kind.prefix === insertion.dataset.insertBlock), block);
    const mover = event.target.closest("[data-move-block]");
    if (mover) {
      event.stopPropagation();
      move(block, Number(mover.dataset.moveBlock));
    }
  }, true);
}

if (machine()) start();
else document.addEventListener("content-editor:ready", start);
