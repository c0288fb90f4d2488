// Words that are offered for a field are added to what it says, at a click.

for (const button of document.querySelectorAll("[data-offers]")) {
  const field = document.getElementById(button.dataset.offers);
  const words = button.previousSibling.textContent.trim();
  button.hidden = !field;
  button.addEventListener("click", () => {
    field.value = [field.value.trim(), words].filter(Boolean).join(" ");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
