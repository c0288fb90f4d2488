// Of two texts that two people wrote, the chosen one goes into the form; saving stores it.
function choose(group, button) {
  const input = document.getElementsByName(group.dataset.input)[0];
  const { text } = button.dataset;
  input.value = text;
  input.parentElement.querySelector(".ProseMirror[contenteditable]")?.editor?.commands.setContent(text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  for (const other of group.querySelectorAll("button")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

for (const group of document.querySelectorAll(".conflict")) {
  for (const button of group.querySelectorAll("button")) {
    button.hidden = false;
    button.addEventListener("click", () => choose(group, button));
  }
}
