// When very many forms come in, each browser does a little work for its reader: it looks for the
// number that makes the hash of ticket and number begin with enough zero bits (gate/tickets.py).

const TOGETHER = 512;

const zeroBits = (digest) => {
  const view = new DataView(digest);
  return view.getUint32(0) ? Math.clz32(view.getUint32(0)) : 32;
};

const solve = async (ticket, bits) => {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += TOGETHER) {
    const digests = await Promise.all(
      Array.from({ length: TOGETHER }, (_, step) =>
        crypto.subtle.digest("SHA-256", encoder.encode(`${ticket}:${first + step}`)),
      ),
    );
    const found = digests.findIndex((digest) => zeroBits(digest) >= bits);
    if (found >= 0) return first + found;
  }
};

for (const work of document.querySelectorAll("[data-bits]:not([data-bits='0'])")) {
  const { form } = work;
  const solved = solve(form.elements.ticket.value, Number(work.dataset.bits)).then((number) => {
    work.value = number;
  });
  form.addEventListener("submit", (event) => {
    if (work.value) return;
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    solved.then(() => form.requestSubmit(event.submitter));
  });
}
