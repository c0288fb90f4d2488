// The most important point of a photo is set by a click on it; the numbers below follow, and the
// crops of lists and shared links show what will be left of it.
// The page that asks before deleting has no words for scripts.
const { gettext = (words) => words } = window;
const CROPS = [[3 / 2, gettext("In lists")], [1200 / 630, gettext("Where it is shared")]];
const inputs = ["x", "y"].map((axis) => document.getElementById(`id_focus_${axis}`));
const upload = document.getElementById("id_original");

function frame() {
  const found = document.querySelector(".focal-frame");
  if (found) return found;
  const picture = document.querySelector(".focal-picture") ?? newPicture();
  const made = document.createElement("span");
  made.className = "focal-frame";
  picture.before(made);
  made.append(picture, Object.assign(document.createElement("span"), { className: "focal-mark" }));
  made.after(crops());
  picture.addEventListener("load", mark);
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    inputs[0].value = ((event.clientX - box.left) / box.width).toFixed(2);
    inputs[1].value = ((event.clientY - box.top) / box.height).toFixed(2);
    mark();
  });
  return made;
}

function crops() {
  const place = Object.assign(document.createElement("div"), { className: "crops" });
  for (const [ratio, words] of CROPS) {
    const figure = document.createElement("figure");
    const image = Object.assign(document.createElement("img"), { alt: "" });
    image.style.aspectRatio = ratio;
    figure.append(image, Object.assign(document.createElement("figcaption"), { textContent: words }));
    place.append(figure);
  }
  return place;
}

/** As the darkroom cuts: the focus in the middle, as far as the picture reaches. In percent. */
function position(focus, whole, part) {
  if (whole <= part) return 50;
  const start = Math.min(Math.max(focus * whole - part / 2, 0), whole - part);
  return (start / (whole - part)) * 100;
}

function showCrops(picture) {
  const { naturalWidth: width, naturalHeight: height } = picture;
  const images = document.querySelectorAll(".crops img");
  CROPS.forEach(([ratio], number) => {
    const x = position(Number(inputs[0].value), width, Math.min(width, height * ratio));
    const y = position(Number(inputs[1].value), height, Math.min(height, width / ratio));
    if (images[number].src !== picture.src) images[number].src = picture.src;
    images[number].style.objectPosition = `${x}% ${y}%`;
  });
}

function newPicture() {
  const picture = Object.assign(document.createElement("img"), { className: "focal-picture", alt: "" });
  document.querySelector(".field-preview .readonly").replaceChildren(picture);
  return picture;
}

function mark() {
  const sign = frame().querySelector(".focal-mark");
  sign.style.left = `${inputs[0].value * 100}%`;
  sign.style.top = `${inputs[1].value * 100}%`;
  const picture = frame().querySelector("img");
  if (picture.src && picture.naturalWidth) showCrops(picture);
}

function show(file) {
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    frame().querySelector("img").src = reader.result;
    mark();
  });
  reader.readAsDataURL(file);
}

if (inputs.every(Boolean)) {
  for (const input of inputs) input.addEventListener("input", mark);
  upload?.addEventListener("change", () => upload.files[0] && show(upload.files[0]));
  if (document.querySelector(".focal-picture")) mark();
}
