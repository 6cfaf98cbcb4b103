// The place in a swiped row of pictures, and what goes there: thumbnails, and a chosen option that has a picture.
const mark = (strip) => {
  const gallery = strip.closest("[data-gallery]");
  const place = Math.round(strip.scrollLeft / strip.clientWidth);
  const word = gallery?.querySelector("[data-gallery-place]");
  if (word) word.textContent = place + 1;
  gallery?.querySelectorAll("[data-gallery-go]").forEach((thumb) => {
    Number(thumb.dataset.galleryGo) === place ? thumb.setAttribute("aria-current", "true") : thumb.removeAttribute("aria-current");
  });
};

document.addEventListener("scroll", (event) => event.target.classList?.contains("gallery-strip") && mark(event.target), true);
const go = (gallery, place) => {
  const strip = gallery?.querySelector(".gallery-strip");
  strip?.scrollTo({ left: strip.clientWidth * place, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
};

document.addEventListener("click", (event) => {
  const thumb = event.target.closest("[data-gallery-go]");
  if (thumb) go(thumb.closest("[data-gallery]"), thumb.dataset.galleryGo);
});
document.addEventListener("change", (event) => {
  const place = event.target.dataset?.galleryShow;
  if (place) go(document.querySelector("[data-gallery]"), place);
});
