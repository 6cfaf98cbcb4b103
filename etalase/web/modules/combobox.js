// Suggestions under a field, as the ARIA combobox pattern wants them. The server writes the options.
let asked = 0;

const parts = (combo) => ({ input: combo.querySelector("input"), list: combo.querySelector("[role=listbox]") });
const options = (list) => [...list.querySelectorAll("[role=option]")];

const close = (combo) => {
  const { input, list } = parts(combo);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

const show = async (combo) => {
  const { input, list } = parts(combo);
  const mine = ++asked;
  const url = new URL(combo.dataset.combobox, location.href);
  url.searchParams.set("q", input.value);
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  if (mine !== asked || !answer.ok) return;
  list.innerHTML = await answer.text();
  options(list).forEach((option, place) => (option.id = `${input.id}-option-${place}`));
  list.hidden = !list.children.length;
  input.setAttribute("aria-expanded", String(!list.hidden));
};

const choose = (combo, option) => {
  const { input } = parts(combo);
  input.value = option.dataset.value;
  close(combo);
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const move = (combo, by) => {
  const { input, list } = parts(combo);
  const all = options(list);
  if (list.hidden || !all.length) return;
  const now = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
  all[now]?.setAttribute("aria-selected", "false");
  const next = all[(now + by + all.length) % all.length];
  next.setAttribute("aria-selected", "true");
  next.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", next.id);
};

const prepare = (event) => {
  const combo = event.target.closest?.("[data-combobox]");
  const { input, list } = combo ? parts(combo) : {};
  if (!input || input.hasAttribute("role")) return;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);
};

let pause;
document.addEventListener("focusin", prepare);
document.addEventListener("input", (event) => {
  const combo = event.target.closest("[data-combobox]");
  if (!combo) return;
  clearTimeout(pause);
  pause = setTimeout(() => (event.target.value.trim() ? show(combo) : close(combo)), 200);
});
document.addEventListener("keydown", (event) => {
  const combo = event.target.closest?.("[data-combobox]");
  if (!combo) return;
  const { list } = parts(combo);
  const chosen = list.querySelector('[aria-selected="true"]');
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    move(combo, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && !list.hidden && chosen) {
    event.preventDefault();
    choose(combo, chosen);
  } else if (event.key === "Escape") close(combo);
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("[data-combobox] [role=option]");
  if (option) {
    event.preventDefault();
    choose(option.closest("[data-combobox]"), option);
  }
});
document.addEventListener("focusout", (event) => {
  const combo = event.target.closest?.("[data-combobox]");
  if (combo) close(combo);
});
