// On a phone a row of a list is a card without the heads of its columns: each cell says its own.
const heads = [...document.querySelectorAll("#result_list thead th")];
for (const row of document.querySelectorAll("#result_list tbody tr")) {
  [...row.cells].forEach((cell, place) => {
    cell.dataset.label = heads[place]?.querySelector(".text")?.textContent.trim() ?? "";
  });
}
