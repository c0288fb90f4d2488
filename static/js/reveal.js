// The contact button: shows the answer beside the button instead of on a page of its own.

const reveal = async (form) => {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "X-Requested-With": "fetch" },
    credentials: "omit",
  });
  if (!response.ok) throw new Error(response.statusText);
  form.parentElement.querySelector("[role=status]").innerHTML = await response.text();
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-reveal]")) return;
  event.preventDefault();
  reveal(form).catch(() => form.submit());
});
