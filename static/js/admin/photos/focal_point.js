// A click on a photo sets its focal point in the fields below; previews show the crops of lists and
// shared links.
// The page that asks before deleting has no message catalogue for scripts.
const { gettext = (message) => message } = window;
const CROPS = [[3 / 2, gettext("In lists")], [1200 / 630, gettext("Where it is shared")]];
const inputs = ["x", "y"].map((axis) => document.getElementById(`id_focus_${axis}`));
const upload = document.getElementById("id_original");

function frame() {
  const existing = document.querySelector(".focal-frame");
  if (existing) return existing;
  const image = document.querySelector(".focal-image") ?? newImage();
  const created = document.createElement("span");
  created.className = "focal-frame";
  image.before(created);
  created.append(image, Object.assign(document.createElement("span"), { className: "focal-mark" }));
  created.after(crops());
  image.addEventListener("load", mark);
  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect();
    inputs[0].value = ((event.clientX - box.left) / box.width).toFixed(2);
    inputs[1].value = ((event.clientY - box.top) / box.height).toFixed(2);
    mark();
  });
  return created;
}

function crops() {
  const container = Object.assign(document.createElement("div"), { className: "crops" });
  for (const [ratio, caption] of CROPS) {
    const figure = document.createElement("figure");
    const image = Object.assign(document.createElement("img"), { alt: "" });
    image.style.aspectRatio = ratio;
    figure.append(image, Object.assign(document.createElement("figcaption"), { textContent: caption }));
    container.append(figure);
  }
  return container;
}

/** The `object-position` (percent) that crops like the renditions: with the focus as central as possible. */
function position(focus, whole, part) {
  if (whole <= part) return 50;
  const start = Math.min(Math.max(focus * whole - part / 2, 0), whole - part);
  return (start / (whole - part)) * 100;
}

function showCrops(image) {
  const { naturalWidth: width, naturalHeight: height } = image;
  const images = document.querySelectorAll(".crops img");
  CROPS.forEach(([ratio], index) => {
    const x = position(Number(inputs[0].value), width, Math.min(width, height * ratio));
    const y = position(Number(inputs[1].value), height, Math.min(height, width / ratio));
    if (images[index].src !== image.src) images[index].src = image.src;
    images[index].style.objectPosition = `${x}% ${y}%`;
  });
}

function newImage() {
  const image = Object.assign(document.createElement("img"), { className: "focal-image", alt: "" });
  document.querySelector(".field-preview .readonly").replaceChildren(image);
  return image;
}

function mark() {
  const marker = frame().querySelector(".focal-mark");
  marker.style.left = `${inputs[0].value * 100}%`;
  marker.style.top = `${inputs[1].value * 100}%`;
  const image = frame().querySelector("img");
  if (image.src && image.naturalWidth) showCrops(image);
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
  if (document.querySelector(".focal-image")) mark();
}
