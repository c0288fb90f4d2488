// Forms that are sent with a passkey. Without this script they stay hidden, and a password and a
// code are the way in.

const ask = {
  get: (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
  create: (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
};

const canBeAsked = "PublicKeyCredential" in window && PublicKeyCredential.parseCreationOptionsFromJSON;

const optionsOf = async (form) => {
  const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  const options = await response.json();
  if (!response.ok) throw new Error(options.error);
  return options;
};

const send = async (form) => {
  const status = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  status.textContent = "";
  button.disabled = true;
  try {
    const passkey = await ask[form.dataset.passkey](await optionsOf(form));
    form.elements.passkey.value = JSON.stringify(passkey.toJSON());
    form.submit();
  } catch (error) {
    // What the server says is for people; what browsers say is not.
    const isOurs = error.constructor === Error && error.message;
    status.textContent = isOurs ? error.message : status.dataset.failed;
  } finally {
    button.disabled = false;
  }
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !canBeAsked;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}
