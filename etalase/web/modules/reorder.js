// Put a list in order by drag (pointer) or by keyboard: focus a handle, arrow keys move its item.
let moving = null;
let before = "";
let saving;

const ids = (list) => [...list.children].map((item) => item.dataset.id).join(",");

const save = (list) => {
  clearTimeout(saving);
  saving = setTimeout(async () => {
    const answer = await fetch(list.dataset.reorder, { method: "POST", body: new URLSearchParams({ ids: ids(list) }), headers: { "HX-Request": "true" } });
    if (!answer.ok) location.reload();
  }, 400);
};

const tell = (list, item) => {
  const place = [...list.children].indexOf(item) + 1;
  const status = document.getElementById("toasts");
  const word = document.createElement("span");
  word.className = "sr";
  word.textContent = list.dataset.moved.replace("{place}", place);
  status.append(word);
  setTimeout(() => word.remove(), 2000);
};

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.("[data-reorder] .handle");
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!handle || !by) return;
  event.preventDefault();
  const item = handle.closest("[data-id]");
  const list = item.parentElement;
  by < 0 ? item.previousElementSibling?.before(item) : item.nextElementSibling?.after(item);
  handle.focus();
  tell(list, item);
  save(list);
});

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-reorder] .handle");
  if (!handle) return;
  event.preventDefault();
  handle.focus();
  handle.setPointerCapture(event.pointerId);
  moving = handle.closest("[data-id]");
  before = ids(moving.parentElement);
  moving.dataset.moving = "";
});

document.addEventListener("pointermove", (event) => {
  if (!moving) return;
  for (const other of moving.parentElement.children) {
    const box = other.getBoundingClientRect();
    if (other === moving || event.clientY < box.top || event.clientY > box.bottom) continue;
    event.clientY < box.top + box.height / 2 ? other.before(moving) : other.after(moving);
    break;
  }
});

const drop = () => {
  if (!moving) return;
  const list = moving.parentElement;
  delete moving.dataset.moving;
  moving = null;
  if (ids(list) !== before) save(list);
};
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
