// "/" in an empty paragraph opens a small menu of blocks; they come after this one.
import { blockAfter, blockKinds, insertBlock } from "./block_bar.js";

const { gettext } = window;

document.addEventListener("keydown", (event) => {
  const editor = event.key === "/" && !event.isComposing && event.target.closest?.(".ProseMirror")?.editor;
  if (!editor || !isInEmptyParagraph(editor.state.selection)) return;
  event.preventDefault();
  event.stopPropagation();
  openMenu(editor);
}, true);

function isInEmptyParagraph({ empty, $from }) {
  return empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size;
}

function openMenu(editor) {
  const menu = document.createElement("div");
  menu.className = "slash-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", gettext("Insert here"));
  for (const kind of blockKinds()) menu.append(menuItem(kind, editor, menu));
  document.body.append(menu);
  const { left, bottom } = editor.view.coordsAtPos(editor.state.selection.from);
  menu.style.insetInlineStart = `${left + window.scrollX}px`;
  menu.style.insetBlockStart = `${bottom + window.scrollY}px`;
  menu.addEventListener("keydown", (event) => handleKey(event, menu, editor));
  // Whatever takes the focus away closes the menu.
  menu.addEventListener("focusout", (event) => {
    if (!menu.contains(event.relatedTarget)) menu.remove();
  });
  menu.firstElementChild.focus();
}

function menuItem(kind, editor) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "menuitem");
  button.textContent = kind.title;
  button.addEventListener("click", () => {
    editor.view.focus();
    insertBlock(kind, blockAfter(editor.view.dom.closest(".inline-related")));
  });
  return button;
}

function handleKey(event, menu, editor) {
  const items = [...menu.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
  }
  if (event.key === "Escape" || event.key === "/") {
    event.preventDefault();
    editor.view.focus();
    if (event.key === "/") editor.commands.insertContent("/");
  }
}
