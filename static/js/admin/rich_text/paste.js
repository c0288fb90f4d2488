// What is pasted from Word, HWP and web pages comes into the editor as text with structure, no more.
import { showLeftOut } from "./left_out.js";

const UNWANTED = "style, script, meta, link, title, xml, svg, img, picture, video, iframe, button, input, noscript, template, rp";
const RENAMED = { B: "strong", I: "em", H1: "h2", H4: "h3", H5: "h3", H6: "h3", DT: "p", DD: "p", PRE: "p", CENTER: "p", LEGEND: "p" };
const BLOCKS = "p, h2, h3, ul, ol, li, blockquote, div, table, caption, section, article, header, footer, main, aside, figure, figcaption, address, tr, td, th, dl, tbody, thead, nav, form, fieldset, details, summary";
// How Word, Google Docs and LibreOffice name the two ends of a footnote or endnote.
const NOTE_LINK = /#_?(ftn|edn|sdfootnote|sdendnote)/i;
// Attributes that mean something, by element.
const KEPT = { A: ["href"], OL: ["start"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] };
const TRACKERS = /^(utm_.*|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|_hs\w+|yclid|ref_src|n_media|NaPm)$/i;
const WRAPPERS = /^https:\/\/(www\.google\.\w+\/url|l\.facebook\.com\/l\.php|lm\.facebook\.com\/l\.php)/;

/** Clean HTML from pasted HTML: paragraphs, two headings, lists, tables, quotations, links,
 * bold, italic, raised and lowered signs. */
export function cleaned(markup) {
  // An inert document: nothing in it is loaded or run.
  const page = new DOMParser().parseFromString(markup.replace(/<!--\[if[\s\S]*?<!\[endif\]-->|<!\[[\s\S]*?\]>/g, ""), "text/html");
  const body = page.body;
  if (body.querySelector("[data-pm-slice]")) return markup;
  for (const element of body.querySelectorAll(UNWANTED)) element.remove();
  for (const comment of comments(page)) comment.remove();
  makeListsOfWord(body);
  keepNumbers(body);
  for (const link of body.querySelectorAll("a[href*='#']")) raiseMark(link);
  for (const element of body.querySelectorAll("q, rt, pre")) spellOut(element);
  for (const element of [...body.querySelectorAll("*")]) mark(element);
  for (const element of [...body.querySelectorAll("*")]) tidy(element);
  flatten(body);
  for (const element of [...body.querySelectorAll("p, h2, h3, li, strong, em, a, ul, ol, blockquote")].reverse()) {
    if (!words(element) && !element.closest("td, th")) element.remove();
  }
  return body.innerHTML;
}

const LARGEST_PIXEL = 32;
const WORDS_BEFORE = 30;

/** The pictures and videos in pasted HTML, which no text holds. Shape: kind, called, after, source
 * (an address, or `data:` with the picture itself). */
export function findLeftOut(markup) {
  const { body } = new DOMParser().parseFromString(markup, "text/html");
  return [...body.querySelectorAll("img, svg, video, iframe, embed, object")].filter(isSeen).map((element) => ({
    kind: element.matches("img, svg") ? "picture" : "video",
    called: element.alt || element.title || element.closest("figure")?.querySelector("figcaption")?.textContent.trim() || "",
    after: wordsBefore(body, element),
    source: element.getAttribute("src") || element.querySelector?.("source[src]")?.getAttribute("src") || "",
  }));
}

/** Not what counts visitors, nor an icon between words. */
function isSeen(element) {
  const sides = [element.getAttribute("width"), element.getAttribute("height")].map((side) => parseFloat(side ?? ""));
  return !sides.some((side) => side <= LARGEST_PIXEL) && element.style.display !== "none" && !element.parentElement.closest("svg");
}

function wordsBefore(body, element) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const before = [];
  while (walker.nextNode()) {
    if (!(walker.currentNode.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    if (!walker.currentNode.parentElement.closest("style, script")) before.push(walker.currentNode.data);
  }
  const said = before.join(" ").replace(/\s+/g, " ").trim();
  return said.length > WORDS_BEFORE ? `…${said.slice(-WORDS_BEFORE).replace(/^\S*\s/, "")}` : said;
}

const words = (element) => element.textContent.replace(/[\s\u00a0\u200b\ufeff]/g, "");

function comments(page) {
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

/** Word writes lists as paragraphs: `mso-list:l0 level2 lfo1`, the bullet as ignored text. */
function makeListsOfWord(body) {
  let stack = [];
  let list = "";
  for (const paragraph of [...body.querySelectorAll("p, h1, h2, h3, h4, h5, h6")]) {
    const [, name, level] = /mso-list:\s*(l\d+)\s+level(\d)/i.exec(paragraph.getAttribute("style") ?? "") ?? [];
    if (name !== list) stack = [];
    list = name;
    if (!level) continue;
    const bullet = [...paragraph.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute("style") ?? ""));
    const label = bullet?.textContent ?? "";
    const tag = /^[\s\u00a0]*[\d가-힣a-z]{1,4}[.)]/i.test(label) ? "ol" : "ul";
    bullet?.remove();
    putIntoList(paragraph, Number(level), tag, stack, parseInt(label.replace(/^[\s\u00a0]+/, ""), 10));
  }
}

function putIntoList(paragraph, level, tag, stack, number) {
  stack.length = Math.min(stack.length, level);
  while (stack.length < level) {
    const list = paragraph.ownerDocument.createElement(tag);
    if (number > 1 && stack.length === level - 1) list.setAttribute("start", number);
    const parent = stack.at(-1);
    if (!parent) paragraph.before(list);
    else (parent.lastElementChild ?? parent.appendChild(list.ownerDocument.createElement("li"))).append(list);
    stack.push(list);
  }
  const item = paragraph.ownerDocument.createElement("li");
  const inner = paragraph.ownerDocument.createElement("p");
  inner.append(...paragraph.childNodes);
  item.append(inner);
  stack.at(-1).append(item);
  paragraph.remove();
}

/** An item that has a number of its own begins a list at that number. */
function keepNumbers(body) {
  for (const item of body.querySelectorAll("ol > li[value]")) {
    const list = item.parentElement;
    const number = Number(item.getAttribute("value"));
    if (!(number > 0)) continue;
    if (item === list.firstElementChild) {
      list.setAttribute("start", number);
      continue;
    }
    const rest = list.cloneNode();
    rest.setAttribute("start", number);
    while (item.nextSibling) rest.prepend(list.lastChild);
    rest.prepend(item);
    list.after(rest);
  }
}

/** The mark of a note as pages know it, [1], whichever form a program gives it at either end. */
function raiseMark(link) {
  const [, number] = /^\W*(\d{1,3}|[ivxl]{1,6})\W*$/.exec(link.textContent) ?? [];
  if (!number || !NOTE_LINK.test(link.getAttribute("href"))) return;
  const raised = link.ownerDocument.createElement(link.closest("sup") ? "span" : "sup");
  raised.textContent = `[${number}]`;
  link.replaceWith(raised);
}

/** What browsers show without its being in the text: quotation marks, readings above words, line ends. */
function spellOut(element) {
  if (element.matches("q")) element.replaceChildren("“", ...element.childNodes, "”");
  else if (element.matches("rt")) element.replaceChildren("(", ...element.childNodes, ")");
  else {
    const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const lines = text.data.split("\n").flatMap((line) => [element.ownerDocument.createElement("br"), line]);
      text.replaceWith(...lines.slice(1));
    }
  }
}

/** Bold, italic, raised and lowered signs that only a style says; and `<b>` that a style takes back. */
function mark(element) {
  const { style } = element;
  if (element.matches("span, font, a") && style.verticalAlign === "super") wrap(element, "sup");
  if (element.matches("span, font, a") && style.verticalAlign === "sub") wrap(element, "sub");
  const weight = style.fontWeight;
  const isBold = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
  if (element.matches("b, strong") && (weight === "normal" || (weight && Number(weight) < 600))) rename(element, "span");
  else if (isBold && element.matches("span, font")) wrap(element, "strong");
  if (style.fontStyle === "italic" && element.matches("span, font")) wrap(element, "em");
}

function wrap(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function rename(element, tag) {
  const renamed = element.ownerDocument.createElement(tag);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
  return renamed;
}

function tidy(element) {
  const named = RENAMED[element.tagName] ? rename(element, RENAMED[element.tagName]) : element;
  for (const { name } of [...named.attributes]) {
    if (!KEPT[named.tagName]?.includes(name)) named.removeAttribute(name);
  }
  if (named.tagName === "A") tidyLink(named);
  const isInline = !named.matches(`${BLOCKS}, a, strong, em, br, sup, sub`);
  if (isInline) named.replaceWith(...named.childNodes);
}

function tidyLink(link) {
  const href = link.getAttribute("href") ?? "";
  if (/^tel:/i.test(href)) return link.setAttribute("href", href.replace(/[^\d+*#;=.()\w:-]/g, ""));
  if (!/^(https?:\/\/|\/)/i.test(href)) return link.replaceWith(...link.childNodes);
  link.setAttribute("href", withoutTracking(href));
  return null;
}

/** An address without what only counts who clicked where. */
export function withoutTracking(href) {
  if (href.startsWith("/")) return href;
  let address = parsed(href);
  if (!address) return href;
  if (WRAPPERS.test(href)) {
    const real = address.searchParams.get("q") ?? address.searchParams.get("url") ?? address.searchParams.get("u");
    address = /^https?:/.test(real ?? "") ? parsed(real) ?? address : address;
  }
  const kept = [...address.searchParams].filter(([name]) => !TRACKERS.test(name));
  if (kept.length !== [...address.searchParams].length) address.search = new URLSearchParams(kept);
  return address.href;
}

function parsed(href) {
  try {
    return new URL(href);
  } catch {
    return null;
  }
}

/** A table says what stands under what. One of a single row or column, around other tables, or with
 * headings of a text in it, only lays out a page. */
function isTable(table) {
  const rows = [...table.rows];
  const headings = [...table.querySelectorAll("h2, h3")].filter((heading) => !heading.closest("th"));
  return rows.length > 1 && rows.some((row) => row.cells.length > 1) && !headings.length && !table.querySelector("table");
}

/** What a table of the editor is made of: rows in one body. */
function keepTable(table) {
  const body = table.ownerDocument.createElement("tbody");
  body.append(...table.rows);
  for (const cell of body.querySelectorAll("th, td")) {
    openBoxes(cell);
    for (const heading of cell.querySelectorAll("h2, h3")) rename(heading, "p");
    const paragraphs = parted(cell);
    cell.replaceChildren(...(paragraphs.length ? paragraphs : [table.ownerDocument.createElement("p")]));
  }
  const caption = table.caption && words(table.caption) ? table.ownerDocument.createElement("p") : null;
  if (caption) {
    caption.textContent = table.caption.textContent.trim();
    table.before(caption);
  }
  table.replaceChildren(body);
}

/** Boxes are no text: what is in them becomes paragraphs, the cells of a mere layout one line. */
function flatten(body) {
  const tables = [...body.querySelectorAll("table")].filter(isTable);
  tables.forEach(keepTable);
  for (const row of [...body.querySelectorAll("tr")].filter((one) => !tables.includes(one.closest("table")))) {
    row.replaceWith(...withoutCells(row));
  }
  const boxes = "div, section, article, header, footer, main, aside, figure, figcaption, address, table, tbody, thead, dl, nav, form, fieldset, details, summary";
  for (const box of [...body.querySelectorAll(boxes)].reverse()) {
    if (tables.includes(box.closest("table"))) continue;
    const holdsBlocks = box.querySelector("p, h2, h3, ul, ol, blockquote, table");
    if (holdsBlocks) box.replaceWith(...parted(box));
    else rename(box, box.closest("p, li, h2, h3") && box.closest("p, li, h2, h3") !== box ? "span" : "p");
  }
  for (const span of [...body.querySelectorAll("span")]) span.replaceWith(...span.childNodes);
}

/** What stands in the cells of a mere layout: in one line, unless one of them holds several blocks. */
function withoutCells(row) {
  for (const cell of row.cells) openBoxes(cell);
  const cells = [...row.cells].map((cell) => parted(cell).filter(words)).filter((blocks) => blocks.length);
  if (cells.some((blocks) => blocks.length > 1 || !blocks[0].matches("p"))) return cells.flat();
  const line = row.ownerDocument.createElement("p");
  for (const [paragraph] of cells) {
    if (line.hasChildNodes()) line.append(" · ");
    trimEnds(paragraph);
    line.append(...paragraph.childNodes);
  }
  return [line];
}

function openBoxes(cell) {
  for (const box of cell.querySelectorAll("div, section, figure, figcaption, address")) {
    box.replaceWith(...(words(box) ? parted(box) : []));
  }
}

function trimEnds(element) {
  const { firstChild, lastChild } = element;
  if (firstChild?.nodeType === Node.TEXT_NODE) firstChild.data = firstChild.data.trimStart();
  if (lastChild?.nodeType === Node.TEXT_NODE) lastChild.data = lastChild.data.trimEnd();
}

/** The contents of a box, loose text between its blocks in paragraphs of its own. */
function parted(box) {
  const parts = [];
  let loose = null;
  for (const node of [...box.childNodes]) {
    const isBlock = node.nodeType === Node.ELEMENT_NODE && node.matches("p, h2, h3, ul, ol, blockquote, table");
    if (isBlock) loose = null;
    else if (!loose) parts.push(loose = box.ownerDocument.createElement("p"));
    if (isBlock) parts.push(node);
    else loose.append(node);
  }
  return parts;
}

document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
  const transformPastedHTML = (markup) => {
    showLeftOut(editor, findLeftOut(markup));
    return cleaned(markup);
  };
  editor.setOptions({ editorProps: { ...editor.options.editorProps, transformPastedHTML } });
});
