// Passkeys: the browser makes or uses one, the server checks it. Places for it stay hidden where the browser has none.
const passkeyPlaces = document.querySelectorAll("[data-passkey]");

const ask = async (path, body) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? "");
  return said;
};

const doors = {
  login: ["/login/passkey/options", "/login/passkey"],
  register: ["/me/passkeys/options", "/me/passkeys"],
};

const prove = async (place) => {
  const [options, finish] = doors[place.dataset.passkey];
  const asked = await ask(options);
  const credential =
    place.dataset.passkey === "login"
      ? await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) })
      : await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
  const name = place.querySelector("[data-passkey-name]")?.value;
  const said = await ask(finish, { credential: credential.toJSON(), name, next: place.dataset.next });
  location.assign(said.location);
};

for (const place of passkeyPlaces) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) break;
  place.hidden = false;
  const error = place.querySelector("[data-passkey-error]");
  place.querySelector("[data-passkey-start]").addEventListener("click", async () => {
    error.hidden = true;
    try {
      await prove(place);
    } catch (failed) {
      // The person closed the browser's own dialog: that needs no words.
      if (failed.name === "NotAllowedError") return;
      error.textContent = failed.message && !(failed instanceof DOMException) ? failed.message : place.dataset.failed;
      error.hidden = false;
    }
  });
}
