// Who is added to a part of the programme has the role that is usual there, until another is chosen.
document.addEventListener("formset:added", ({ target }) => {
  const part = target.parentElement.closest(".row");
  const kind = part?.querySelector("select[data-default-roles]");
  const role = target.querySelector('select[name$="-role"]');
  if (kind && role) role.value = JSON.parse(kind.dataset.defaultRoles)[kind.value] ?? "";
});
