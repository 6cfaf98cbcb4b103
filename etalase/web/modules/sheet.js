// Dialogs and sheets, toasts, small form comforts. Everything here is a comfort: pages work without it.
const announce = (text) => {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.dataset.toast = "";
  toast.textContent = text;
  document.getElementById("toasts")?.append(toast);
  fade(toast);
};

const fade = (toast) => setTimeout(() => toast.remove(), 6000);

const open = (id) => {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) dialog.showModal();
};

const step = (button) => {
  const input = button.closest("[data-qty]").querySelector("input");
  button.dataset.step > 0 ? input.stepUp() : input.stepDown();
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const share = async (button) => {
  const { share: url, title } = button.dataset;
  if (navigator.share) return navigator.share({ url, title }).catch(() => {});
  await navigator.clipboard?.writeText(url);
  announce(button.dataset.copied);
};

const copy = async (button) => {
  await navigator.clipboard?.writeText(button.dataset.copy);
  announce(button.dataset.copied);
};

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const opener = at("[data-open]");
  if (opener) {
    event.preventDefault();
    open(opener.dataset.open);
  }
  if (at("[data-dismiss]")) at("[data-toast]")?.remove();
  if (at("[data-step]")) step(at("[data-step]"));
  if (at("[data-share]")) share(at("[data-share]"));
  if (at("[data-copy]")) copy(at("[data-copy]"));
  if (at("[data-select-all]")) {
    const all = at("[data-select-all]");
    for (const box of all.form.elements) if (box.name === all.dataset.selectAll && !box.disabled) box.checked = all.checked;
  }
  if (event.target instanceof HTMLDialogElement && !("closedBy" in event.target)) event.target.close();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A second tap on "Pay" must not pay twice: the server keeps the promise, the button says so. A button without a type submits, too.
const submits = (form) => [...form.elements].filter((each) => each.type === "submit");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) return event.preventDefault();
  if (form.getAttribute("method") !== "post" || event.defaultPrevented) return;
  setTimeout(() => submits(form).forEach((button) => (button.disabled = true)));
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[method=post]").forEach((form) => submits(form).forEach((button) => (button.disabled = false)));
});

document.querySelectorAll("[data-toast]").forEach(fade);
document.querySelector("[data-focus]")?.focus();
if (location.hash) open(location.hash.slice(1));

// Files dropped on a place for files, and the names of those that were chosen.
const names = (drop) => {
  const files = [...drop.querySelector("input[type=file]").files];
  const place = drop.querySelector("[data-drop-names]");
  if (files.length && place) place.textContent = files.map((file) => file.name).join(", ");
};

const over = (event) => event.target.closest?.("[data-drop]");
document.addEventListener("dragover", (event) => {
  const drop = over(event);
  if (!drop) return;
  event.preventDefault();
  drop.dataset.over = "";
});
document.addEventListener("dragleave", (event) => {
  const drop = over(event);
  if (drop) delete drop.dataset.over;
});
document.addEventListener("drop", (event) => {
  const drop = over(event);
  if (!drop) return;
  event.preventDefault();
  delete drop.dataset.over;
  drop.querySelector("input[type=file]").files = event.dataTransfer.files;
  names(drop);
});
document.addEventListener("change", (event) => over(event) && names(over(event)));
