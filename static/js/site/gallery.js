// Galleries: buttons and arrow keys step through the row, and a photo opens large.

const KEYS = { ArrowLeft: -1, ArrowRight: 1 };
const SETTLED = 120;

const start = (gallery) => {
  const row = gallery.querySelector(".gallery-row");
  const places = [...row.querySelectorAll("li")];
  const arrows = gallery.querySelector(".gallery-arrows");
  const lightbox = gallery.querySelector(".lightbox");
  const isMirrored = getComputedStyle(row).direction === "rtl";
  let standing = 0;
  let shown = 0;
  let timer;

  const edge = (element) => element.getBoundingClientRect()[isMirrored ? "right" : "left"];
  const away = (place) => edge(place) - edge(row);

  const say = (where, number) => {
    const status = where.querySelector("[role=status]");
    const values = { "{number}": number + 1, "{total}": places.length };
    const words = status.dataset.words.replace(/{\w+}/g, (name) => values[name]);
    if (status.textContent !== words) status.textContent = words;
    for (const button of where.querySelectorAll("[data-step]")) {
      button.setAttribute("aria-disabled", !places[number + Number(button.dataset.step)]);
    }
  };

  // The last photos may share the view; at the end of the row it is the last that counts.
  const nearest = () => {
    const isAtEnd = Math.abs(row.scrollLeft) + row.clientWidth >= row.scrollWidth - 2;
    if (isAtEnd && row.scrollLeft) return places.length - 1;
    const distances = places.map((place) => Math.abs(away(place)));
    return distances.indexOf(Math.min(...distances));
  };

  const stand = (number) => {
    standing = number;
    say(arrows, number);
  };

  const scroll = (step) => {
    if (!places[standing + step]) return;
    stand(standing + step);
    row.scrollBy({ left: away(places[standing]) });
  };

  const show = (number) => {
    shown = number;
    const figure = places[number].querySelector("figure").cloneNode(true);
    const opener = figure.querySelector(".gallery-open");
    const picture = opener.querySelector("picture");
    for (const source of picture.children) source.sizes = "100vw";
    picture.querySelector("img").loading = "eager";
    opener.replaceWith(picture);
    lightbox.querySelector(".lightbox-photo").replaceChildren(figure);
    say(lightbox, number);
  };

  const turn = (step) => places[shown + step] && show(shown + step);

  const listen = (where, keys, act) => {
    where.addEventListener("click", (event) => {
      const step = event.target.closest("[data-step]")?.dataset.step;
      if (step) act(Number(step));
    });
    keys.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      act(isMirrored ? -step : step);
    });
  };

  for (const [number, place] of places.entries()) {
    const picture = place.querySelector("picture");
    const opener = document.createElement("button");
    opener.type = "button";
    opener.className = "gallery-open";
    picture.replaceWith(opener);
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = ` ${row.dataset.open}`;
    opener.append(picture, words);
    opener.addEventListener("click", () => {
      show(number);
      lightbox.showModal();
    });
  }

  listen(arrows, row, scroll);
  listen(lightbox.querySelector(".gallery-arrows"), lightbox, turn);
  lightbox.querySelector(".lightbox-close").addEventListener("click", () => lightbox.close());
  row.addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => stand(nearest()), SETTLED);
  });
  new ResizeObserver(() => {
    arrows.hidden = row.scrollWidth <= row.clientWidth + 1;
  }).observe(row);
  stand(0);
};

for (const gallery of document.querySelectorAll("[data-gallery]")) start(gallery);
