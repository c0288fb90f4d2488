// A link of the summary leads to its field, also where an editor or a folded part hides it.

const summary = document.getElementById("error-summary");

const seen = (field) => {
  field.closest("details:not([open])")?.setAttribute("open", "");
  const inputs = "input, select, textarea";
  const isInput = field.matches(inputs);
  // A line of the form may hold the field of each language.
  const box = (isInput && field.closest(".fieldBox, .form-row, .inline-related, fieldset")) || field;
  const editor = box.querySelector("[contenteditable=true], [data-photo-pick]");
  return editor ?? (isInput ? field : field.querySelector(`:is(${inputs}):not([type=hidden])`)) ?? field;
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

// The browser and the editor of blocks would scroll back to where the button was pressed. The editor
// keeps the place in the address.
history.scrollRestoration = "manual";
const places = new URLSearchParams(location.hash.slice(1));
places.delete("scrollY");
history.replaceState(null, "", places.size ? `#${places}` : location.pathname + location.search);
window.addEventListener("load", () => {
  // The bar below may take half of a phone.
  summary.scrollIntoView({ block: "start" });
  summary.focus({ preventScroll: true });
});
