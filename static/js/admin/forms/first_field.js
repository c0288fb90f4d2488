// A new form begins in its first field, unless somebody has begun elsewhere. Django's own script is
// loaded when the network pleases and took the cursor away from who was already typing.
const fields = document.querySelector("#content-main form")?.elements ?? [];
const isUsable = (field) => field.matches("input, select, textarea, button")
  && !field.disabled && field.offsetParent;
if (document.activeElement === document.body) [...fields].find(isUsable)?.focus();
