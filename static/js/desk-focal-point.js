// The most important point of a photo is set by a click on it; the numbers below follow.
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
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    inputs[0].value = ((event.clientX - box.left) / box.width).toFixed(2);
    inputs[1].value = ((event.clientY - box.top) / box.height).toFixed(2);
    mark();
  });
  return made;
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
