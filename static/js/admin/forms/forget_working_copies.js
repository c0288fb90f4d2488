// On a shared computer nothing that was typed stays in the browser after logout.
document.getElementById("logout-form")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("working-copy:")) localStorage.removeItem(key);
  }
  sessionStorage.clear();
  indexedDB.deleteDatabase("chosen-files");
});
