// What buttons of a page do in place: show how to reach somebody, copy a text.

const reveal = async (form) => {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "X-Requested-With": "fetch" },
    credentials: "omit",
  });
  if (!response.ok) throw new Error(response.statusText);
  form.parentElement.querySelector("[role=status]").innerHTML = await response.text();
};

const copy = async (place) => {
  const text = document.getElementById(place.dataset.copy);
  const status = place.querySelector("[role=status]");
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(text.innerText.trim());
    status.textContent = status.dataset.said;
  } catch {
    getSelection().selectAllChildren(text);
  }
};

for (const place of document.querySelectorAll("[data-copy]")) place.hidden = !navigator.clipboard;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-reveal]")) return;
  event.preventDefault();
  reveal(form).catch(() => form.submit());
});

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-copy] button")?.parentElement;
  if (place) copy(place);
});
