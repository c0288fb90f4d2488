// Videos: the link to the provider becomes a play button; a click puts the player in its place.
// Before that click nothing is asked of the provider.

const play = (button, { player, title }) => {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.allowFullscreen = true;
  // YouTube plays for no page that hides where it is; it learns the site, not the article.
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = player;
  button.closest(".video-panel").replaceChildren(frame);
  frame.focus();
};

for (const link of document.querySelectorAll("a[data-player]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = link.dataset.play;
  button.setAttribute("aria-label", `${link.dataset.play}: ${link.dataset.title}`);
  button.addEventListener("click", () => play(button, link.dataset));
  link.replaceWith(button);
}
