// The place in a swiped row of pictures, and thumbnails that go there.
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
document.addEventListener("click", (event) => {
  const thumb = event.target.closest("[data-gallery-go]");
  if (!thumb) return;
  const strip = thumb.closest("[data-gallery]").querySelector(".gallery-strip");
  strip.scrollTo({ left: strip.clientWidth * thumb.dataset.galleryGo, behavior: "smooth" });
});
