// The rich text editor says its buttons in the coordinator's language and has the label of its field.
const { gettext } = window;

// What the editor's own menu says, in English only.
const WORDS = {
  bold: gettext("bold"),
  italic: gettext("italic"),
  "unordered list": gettext("unordered list"),
  "ordered list": gettext("ordered list"),
  blockquote: gettext("indented quotation"),
  "heading 2": gettext("heading"),
  "heading 3": gettext("smaller heading"),
  "Heading 2": gettext("heading"),
  "Heading 3": gettext("smaller heading"),
  paragraph: gettext("paragraph"),
  Paragraph: gettext("paragraph"),
  undo: gettext("undo"),
  redo: gettext("redo"),
  "insert link": gettext("insert link"),
  "remove link": gettext("remove link"),
  subscript: gettext("subscript"),
  superscript: gettext("superscript"),
  "Insert table": gettext("insert table"),
  "Add column": gettext("add column"),
  "Delete column": gettext("delete column"),
  "Add row": gettext("add row"),
  "Delete row": gettext("delete row"),
  "Merge cells": gettext("merge cells"),
  "Split cell": gettext("split cell"),
  "Toggle header cell": gettext("heading cell or not"),
  "Delete table": gettext("delete table"),
};

function translate(toolbar) {
  for (const button of toolbar.querySelectorAll("button[title]")) {
    const words = WORDS[button.title];
    if (!words) continue;
    button.title = words;
    button.setAttribute("aria-label", words);
  }
  for (const option of toolbar.querySelectorAll(".prose-menubar__option > *")) {
    option.textContent = WORDS[option.textContent] ?? option.textContent;
  }
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const paper = editor.view.dom;
  if (textarea.lang) paper.lang = textarea.lang;
  if (label) {
    paper.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
    label.addEventListener("click", () => editor.commands.focus());
  }
  // The toolbar is made a moment after the editor.
  editor.on("create", () => translate(paper.parentElement.querySelector(".prose-menubar")));
});
