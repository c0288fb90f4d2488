// Fields that complete what is typed say which field they are; Django's own leave them nameless.
const name = (select) => {
  const label = document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(/:\s*$/, "");
  const field = select.nextElementSibling?.matches(".select2-container") && select.nextElementSibling;
  if (!label || !field) return;
  for (const part of field.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox]")) {
    part.setAttribute("aria-label", label);
  }
};

// After Django's own scripts, which wait for the page in the same queue.
window.django?.jQuery?.(() => document.querySelectorAll("select.admin-autocomplete").forEach(name));
// And the fields of rows that are added later; that listener of Django's was there before this one.
document.addEventListener("formset:added", (event) => {
  event.target.querySelectorAll("select.admin-autocomplete").forEach(name);
});

// What was typed and not found is the name of who is added.
document.addEventListener("input", (event) => {
  if (!event.target.matches(".select2-search__field")) return;
  const open = document.querySelector("select + .select2-container--open");
  const link = open?.closest(".related-widget-wrapper")?.querySelector(".add-related");
  if (!link) return;
  const address = new URL(link.href);
  address.searchParams.set("name", event.target.value);
  link.href = address.href;
});
