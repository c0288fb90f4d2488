// When very many forms come in, each browser does a little work for its reader while they type.

import { solve } from "./proof_of_work.js";

for (const work of document.querySelectorAll("[data-bits]:not([data-bits='0'])")) {
  const { form } = work;
  const solved = solve(form.elements.form_token.value, Number(work.dataset.bits)).then((number) => {
    work.value = number;
  });
  form.addEventListener("submit", (event) => {
    if (work.value) return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    solved.then(() => form.requestSubmit(event.submitter));
  });
}
