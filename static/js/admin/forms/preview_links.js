// Preview links are made, copied and revoked without leaving the form above them.
document.addEventListener("submit", async (event) => {
  const list = event.target.closest("[data-preview-links]");
  if (!list) return;
  event.preventDefault();
  const { action } = event.target;
  const body = new URLSearchParams(new FormData(event.target));
  const answer = await fetch(action, { method: "POST", body, headers: { Accept: "application/x-piece" } });
  if (!answer.ok) return void event.target.submit();
  const piece = document.createElement("template");
  piece.innerHTML = await answer.text();
  const fresh = piece.content.querySelector("[data-preview-links]");
  list.replaceWith(fresh);
  (fresh.querySelector("[data-copy]") ?? fresh.querySelector("select")).focus();
});

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  // Without HTTPS browsers keep the clipboard shut: the address is marked, ready for Ctrl+C.
  await navigator.clipboard?.writeText(button.dataset.copy).catch(() => {});
  button.parentElement.querySelector("input").select();
  button.closest("[data-preview-links]").querySelector("[data-copied]").hidden = !navigator.clipboard;
});
