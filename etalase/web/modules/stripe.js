// A card is typed into Stripe's own frame. Its script is fetched from Stripe, as they ask, and only on the page that needs it.
const SCRIPT = "https://js.stripe.com/v3/";

const load = () =>
  new Promise((done, failed) => {
    if (window.Stripe) return done();
    const script = document.createElement("script");
    Object.assign(script, { src: SCRIPT, onload: done, onerror: failed });
    document.head.append(script);
  });

const complain = (form, text) => {
  const place = form.querySelector("[data-stripe-error]");
  place.textContent = text;
  place.hidden = !text;
};

const mount = async (form) => {
  form.dataset.mounted = "1";
  try {
    await load();
  } catch {
    return complain(form, form.dataset.away);
  }
  const stripe = window.Stripe(form.dataset.stripeKey);
  const elements = stripe.elements({ clientSecret: form.dataset.stripe });
  elements.create("payment").mount(form.querySelector("[data-stripe-card]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    complain(form, "");
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: location.href } });
    if (error) complain(form, error.message);
  });
};

const mountAll = () => document.querySelectorAll("[data-stripe]:not([data-mounted])").forEach(mount);
mountAll();
// A page that refreshed itself has an empty form again.
document.addEventListener("htmx:after:swap", mountAll);
