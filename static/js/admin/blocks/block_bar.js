// The bar that inserts blocks, between blocks and at the end; and the buttons that move them.
import { choosePhotos } from "../photos/photo_picker.js";
import { addPhotos, sendPhotos } from "../photos/photo_list.js";
import { setPhoto, uploadPhoto } from "../photos/photo_select.js";

const { gettext } = window;
// What most articles are made of; the other kinds wait behind "More".
const FIRST = 3;
const machine = () => document.querySelector(".order-machine");
const inOrder = () => [...machine().querySelectorAll(":scope > .inline-related:not(.empty-form)")]
  .sort((a, b) => a.style.order - b.style.order);
const PHOTO = "[data-photo-select]:has(select[name$='-photo'])";
const GALLERY = "[data-photo-list]";
const VIDEO = "input[data-video-url]";

/** The kinds of blocks, in the order of the form. Shape: prefix, title, photos ("", "each" a block
 * or "list"), picker (an address or ""), isVideo. */
export function blockKinds() {
  return window.ContentEditor.plugins.map(({ prefix, title }) => {
    const empty = document.getElementById(`${prefix}-empty`);
    const each = empty?.querySelector(PHOTO);
    const list = empty?.querySelector(GALLERY);
    if (each) return { prefix, title: gettext("Photos"), photos: "each", picker: each.dataset.photoSelect };
    if (list) return { prefix, title, photos: "list", picker: list.dataset.photoList };
    return { prefix, title, photos: "", picker: "", isVideo: Boolean(empty?.querySelector(VIDEO)) };
  });
}

const kindOf = (photos) => blockKinds().find((kind) => kind.photos === photos);

/** Insert a block before another one, at the end without one; photos are chosen first. */
export async function insertBlock(kind, before = null) {
  if (!kind.picker) return focusIn(addBlock(kind.prefix, before));
  const mayBeGallery = kind.photos === "each" && Boolean(kindOf("list"));
  const chosen = await choosePhotos(kind.picker, { several: true, mayBeGallery });
  if (!chosen.photos.length && !chosen.files.length) return;
  if (kind.photos === "list" || chosen.asGallery) return insertGallery(chosen, before);
  const rows = chosen.photos.map((photo) => {
    const row = addBlock(kind.prefix, before);
    setPhoto(row.querySelector(PHOTO), photo);
    return row;
  });
  rows.at(-1)?.scrollIntoView({ block: "nearest" });
  insertFiles(chosen.files, before);
}

function insertGallery({ photos, files }, before) {
  const row = addBlock(kindOf("list").prefix, before);
  const list = row.querySelector(GALLERY);
  addPhotos(list, photos);
  sendPhotos(list, files);
  row.scrollIntoView({ block: "nearest" });
}

/** Send files as new photos, a block each; the words of the first are ready to be typed. */
async function insertFiles(files, before) {
  const sent = [...files].map((file) => uploadPhoto(addBlock(kindOf("each").prefix, before).querySelector(PHOTO), file));
  const here = document.activeElement;
  const words = await Promise.race(sent.slice(0, 1));
  // Somebody who types elsewhere by then keeps the cursor.
  if (document.activeElement !== here && document.activeElement !== document.body) return;
  words?.querySelector("textarea")?.focus();
}

/** Insert a block for a picture or a video that a paste left out of a text; the block. A picture that
 * came along is sent, another one is chosen. */
export function insertLeftOut({ kind, source }, before) {
  return kind === "video" ? insertVideo(source, before) : insertPicture(source, before);
}

function insertVideo(source, before) {
  const row = addBlock(blockKinds().find(({ isVideo }) => isVideo).prefix, before);
  const field = row.querySelector(VIDEO);
  if (/^(https?:)?\/\//.test(source)) field.value = source.replace(/^\/\//, "https://");
  field.focus();
  return row;
}

function insertPicture(source, before) {
  const row = addBlock(kindOf("each").prefix, before);
  const field = row.querySelector(PHOTO);
  const file = fileOf(source);
  if (file) uploadPhoto(field, file);
  else field.querySelector("[data-photo-pick]").click();
  row.scrollIntoView({ block: "nearest" });
  return row;
}

/** The picture in a `data:` address; null for any other address. */
function fileOf(source) {
  const [, type, packed] = /^data:(image\/[\w+.-]+);base64,([\w+/=\s]+)$/.exec(source) ?? [];
  if (!packed) return null;
  const bytes = Uint8Array.from(atob(packed.replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
  const name = gettext("pasted");
  return new File([bytes], `${name}.${type.split("/")[1]}`, { type });
}

/** The block after another one, null after the last. */
export function blockAfter(block) {
  const blocks = inOrder();
  return blocks[blocks.indexOf(block) + 1] ?? null;
}

function addBlock(prefix, before) {
  let row = null;
  const catchRow = (event) => { row = event.target; };
  document.addEventListener("formset:added", catchRow, { once: true, capture: true });
  window.ContentEditor._insertBefore = before;
  window.ContentEditor.addContent(prefix);
  // Django lays its link into the first child, which is the bar here.
  const remove = row.querySelector(".block-bar .inline-deletelink");
  if (remove) row.querySelector("h3").append(remove.parentElement);
  return row;
}

function focusIn(row) {
  // A rich text becomes an editor a moment later.
  row.addEventListener("prose-editor:ready", (event) => {
    if (event.target === row.querySelector("textarea")) event.detail.editor.commands.focus();
  });
  row.querySelector("textarea")?.focus();
}

function insertBar() {
  const element = document.createElement("div");
  element.className = "block-bar";
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", gettext("Insert here"));
  const buttons = blockKinds().map(({ prefix, title }, number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.insertBlock = prefix;
    button.textContent = `+ ${title}`;
    button.hidden = number >= FIRST;
    return button;
  });
  element.append(...buttons);
  if (buttons.length > FIRST) element.append(moreButton());
  return element;
}

function moreButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.moreBlocks = "";
  button.textContent = gettext("More…");
  return button;
}

function showMore(button) {
  const bar = button.parentElement;
  const rest = bar.querySelectorAll("button[hidden]");
  for (const other of rest) other.hidden = false;
  button.remove();
  rest[0].focus();
}

function moveButtons() {
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

function moveBlock(block, step) {
  const blocks = inOrder();
  const other = blocks[blocks.indexOf(block) + step];
  if (!other) return;
  const place = (element) => element.querySelector(".order-machine-ordering");
  [place(block).value, place(other).value] = [place(other).value, place(block).value];
  for (const element of [block, other]) element.style.order = place(element).value;
  block.scrollIntoView({ block: "nearest" });
}

function addBars() {
  for (const block of machine().querySelectorAll(":scope > .inline-related")) {
    block.prepend(insertBar());
    block.querySelector("h3").append(moveButtons());
  }
  const end = insertBar();
  end.classList.add("block-bar-end");
  machine().append(end);
  machine().addEventListener("click", (event) => {
    const insertion = event.target.closest("[data-insert-block]");
    const block = event.target.closest(".inline-related");
    const unfold = event.target.closest("[data-more-blocks]");
    if (unfold) showMore(unfold);
    if (insertion) insertBlock(blockKinds().find((kind) => kind.prefix === insertion.dataset.insertBlock), block);
    const mover = event.target.closest("[data-move-block]");
    if (mover) {
      event.stopPropagation();
      moveBlock(block, Number(mover.dataset.moveBlock));
    }
  }, true);
}

// Files dropped on a block come after it, on a gallery into it; pasted pictures after the block one
// is in.

const pictures = (transfer) => [...transfer.files].filter((file) => file.type.startsWith("image/") || !file.type);

function insertDropped(files, target) {
  const gallery = target.closest?.(GALLERY);
  const block = target.closest?.(".inline-related");
  if (gallery) sendPhotos(gallery, files);
  else insertFiles(files, block ? blockAfter(block) : null);
}

function listenForFiles() {
  const mark = (event, isOver) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    machine().classList.toggle("is-over", isOver);
  };
  machine().addEventListener("dragover", (event) => mark(event, true), true);
  machine().addEventListener("dragleave", (event) => mark(event, false), true);
  machine().addEventListener("drop", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    mark(event, false);
    event.stopPropagation();
    insertDropped(pictures(event.dataTransfer), event.target);
  }, true);
  document.addEventListener("paste", (event) => {
    const isHere = event.target === document.body || machine().contains(event.target);
    const files = pictures(event.clipboardData);
    // Word lays a picture of the text beside the text.
    if (!isHere || !files.length || event.clipboardData.getData("text/plain")) return;
    event.preventDefault();
    event.stopPropagation();
    insertDropped(files, event.target);
  }, true);
}

function start() {
  addBars();
  listenForFiles();
}

if (machine()) start();
else document.addEventListener("content-editor:ready", start);
