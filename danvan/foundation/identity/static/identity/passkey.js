/* Asks the browser for a passkey and sends what it answers with the form.
   form[data-passkey="create" or "get"], data-options: the options as JSON. */

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function options(form) {
  const asked = JSON.parse(form.dataset.options);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  if (asked.excludeCredentials) asked.excludeCredentials = described(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = described(asked.allowCredentials);
  return { publicKey: asked };
}

function answer(credential) {
  const said = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) said[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type,
    response: said, clientExtensionResults: {},
  });
}

async function ask(form) {
  const credential = await navigator.credentials[form.dataset.passkey](options(form));
  form.elements.credential.value = answer(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const trouble = form.querySelector("[data-trouble]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trouble.hidden = true;
    ask(form).catch(() => { trouble.hidden = false; });
  });
  if (!window.PublicKeyCredential) trouble.hidden = false;
}
