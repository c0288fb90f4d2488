// Ctrl+S or Cmd+S saves. The place of the key counts: with a Korean layout it types ㄴ.
window.addEventListener("keydown", (event) => {
  const isSave = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
    && (event.key === "s" || event.code === "KeyS");
  const button = isSave && document.querySelector("input[name=_save], input[name=_save_pending].default");
  if (!button || event.isComposing || event.defaultPrevented) return;
  event.preventDefault();
  button.click();
});
