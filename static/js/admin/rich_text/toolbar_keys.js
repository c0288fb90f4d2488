// The toolbar of an editor is one stop of the tab key, and arrow keys go from button to button: two
// presses lead from the text in one language to that in the next.
const { gettext } = window;
const BUTTON = ".prose-menubar__button";

const buttonsOf = (toolbar) => [...toolbar.querySelectorAll(BUTTON)].filter((button) => button.offsetParent);

function stopAt(toolbar, stop) {
  for (const button of toolbar.querySelectorAll(BUTTON)) button.tabIndex = button === stop ? 0 : -1;
}

/** The first button is always there, while others come and go with what is selected. */
const reset = (toolbar) => stopAt(toolbar, toolbar.querySelector(BUTTON));

function becomeOneStop(toolbar) {
  toolbar.setAttribute("role", "toolbar");
  toolbar.setAttribute("aria-label", gettext("Text formatting"));
  reset(toolbar);
  toolbar.addEventListener("keydown", (event) => moveFocus(toolbar, event));
  toolbar.addEventListener("focusin", ({ target }) => target.matches(BUTTON) && stopAt(toolbar, target));
  toolbar.addEventListener("focusout", ({ relatedTarget }) => {
    if (!toolbar.contains(relatedTarget)) reset(toolbar);
  });
  // The button of a menu is made anew when another of its entries is chosen.
  const observer = new MutationObserver(() => {
    const focused = document.activeElement;
    if (toolbar.contains(focused) && focused.matches(BUTTON)) stopAt(toolbar, focused);
    else reset(toolbar);
  });
  observer.observe(toolbar, { childList: true, subtree: true });
}

function moveFocus(toolbar, event) {
  if (!event.target.matches(BUTTON)) return;
  const buttons = buttonsOf(toolbar);
  const place = buttons.indexOf(event.target);
  const places = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: -1 };
  if (!(event.key in places)) return;
  event.preventDefault();
  buttons.at(places[event.key] % buttons.length).focus();
}

document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
  // The toolbar is made a moment after the editor.
  editor.on("create", () => becomeOneStop(editor.view.dom.parentElement.querySelector(".prose-menubar")));
});
