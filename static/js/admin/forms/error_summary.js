// A link of the summary leads to its field, also where an editor or a folded part hides it.

const summary = document.getElementById("error-summary");

const seen = (field) => {
  field.closest("details:not([open])")?.setAttribute("open", "");
  const row = field.closest(".form-row, .inline-related, fieldset") ?? field;
  return row.querySelector("[contenteditable=true]") ?? field;
};

summary.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const target = seen(field);
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
});

// The browser would scroll back to where the button was pressed.
history.scrollRestoration = "manual";
window.addEventListener("load", () => {
  summary.scrollIntoView({ block: "center" });
  summary.focus({ preventScroll: true });
});
