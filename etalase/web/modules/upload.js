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
