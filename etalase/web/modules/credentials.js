// What is proven without our seeing the secret: a passkey by the browser, a card by its provider.

// Passkeys: the browser makes or uses one, the server checks it. Places for it stay hidden where the browser has none.
const passkeyPlaces = document.querySelectorAll("[data-passkey]");

const askDoor = async (path, body) => {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error ?? "");
  return said;
};

const passkeyDoors = {
  login: ["/login/passkey/options", "/login/passkey"],
  register: ["/me/passkeys/options", "/me/passkeys"],
};

const provePasskey = async (place) => {
  const [options, finish] = passkeyDoors[place.dataset.passkey];
  const asked = await askDoor(options);
  const credential =
    place.dataset.passkey === "login"
      ? await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) })
      : await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) });
  const name = place.querySelector("[data-passkey-name]")?.value;
  const said = await askDoor(finish, { credential: credential.toJSON(), name, next: place.dataset.next });
  location.assign(said.location);
};

for (const place of passkeyPlaces) {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) break;
  place.hidden = false;
  const error = place.querySelector("[data-passkey-error]");
  place.querySelector("[data-passkey-start]").addEventListener("click", async () => {
    error.hidden = true;
    try {
      await provePasskey(place);
    } catch (failed) {
      // The person closed the browser's own dialog: that needs no words.
      if (failed.name === "NotAllowedError") return;
      error.textContent = failed.message && !(failed instanceof DOMException) ? failed.message : place.dataset.failed;
      error.hidden = false;
    }
  });
}

// A card is typed into Stripe's own frame. Its script is fetched from Stripe, as they ask, and only on the page that needs it.
const STRIPE_SCRIPT = "https://js.stripe.com/v3/";

const loadStripe = () =>
  new Promise((done, failed) => {
    if (window.Stripe) return done();
    const script = document.createElement("script");
    Object.assign(script, { src: STRIPE_SCRIPT, onload: done, onerror: failed });
    document.head.append(script);
  });

const cardError = (form, text) => {
  const place = form.querySelector("[data-stripe-error]");
  place.textContent = text;
  place.hidden = !text;
};

const mountCard = async (form) => {
  form.dataset.mounted = "1";
  try {
    await loadStripe();
  } catch {
    return cardError(form, form.dataset.away);
  }
  const stripe = window.Stripe(form.dataset.stripeKey);
  const elements = stripe.elements({ clientSecret: form.dataset.stripe });
  elements.create("payment").mount(form.querySelector("[data-stripe-card]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    cardError(form, "");
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: location.href } });
    if (error) cardError(form, error.message);
  });
};

const mountCards = () => document.querySelectorAll("[data-stripe]:not([data-mounted])").forEach(mountCard);
mountCards();
// A page that refreshed itself has an empty form again.
document.addEventListener("htmx:after:swap", mountCards);
