// Regions that refresh when the server says that something changed, and clocks that count down.
const sources = new Map();

const refresh = (url) => {
  for (const region of document.querySelectorAll(`[data-live="${CSS.escape(url)}"]`)) {
    if (region.contains(document.activeElement) && document.activeElement.matches("input, textarea, select, iframe")) continue;
    window.htmx?.ajax("GET", location.href, { source: region, target: `#${region.id}`, select: `#${region.id}`, swap: "outerMorph" });
  }
};

const listen = () => {
  for (const region of document.querySelectorAll("[data-live]")) {
    const url = region.dataset.live;
    if (sources.has(url)) continue;
    const source = new EventSource(url);
    source.addEventListener("message", () => refresh(url));
    sources.set(url, source);
  }
};

// A page that was in the background may have missed something.
const close = () => {
  sources.forEach((source) => source.close());
  sources.clear();
};
window.addEventListener("pagehide", close);
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.querySelectorAll("[data-live]").forEach((region) => refresh(region.dataset.live));
  listen();
});
document.addEventListener("htmx:after:swap", listen);

const DAYS_2 = 48 * 3600 * 1000;
const two = (number) => String(number).padStart(2, "0");
const left = (ms) => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return [seconds / 3600, (seconds % 3600) / 60, seconds % 60].map((part) => two(Math.floor(part))).join(":");
};

// The server says how many seconds are left: the reader's clock may be wrong, and the sandbox has a clock of its own.
const ends = new WeakMap();
const ending = (clock) => {
  const told = clock.dataset.countdown;
  if (ends.get(clock)?.told !== told) ends.set(clock, { told, at: Date.now() + told * 1000 });
  return ends.get(clock).at;
};

// Far away, the server's words ("in 5 days") say it better than a clock.
const tick = () => {
  for (const clock of document.querySelectorAll("[data-countdown]")) {
    const ms = ending(clock) - Date.now();
    if (ms < DAYS_2) clock.textContent = left(ms);
  }
};

listen();
tick();
setInterval(tick, 1000);
