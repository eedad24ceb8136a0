// Tables sort by a click on a head; a second click turns the order. Numbers sort as numbers.
document.addEventListener("click", (event) => {
  const head = event.target.closest("th");
  if (!head) return;
  const body = head.closest("table").tBodies[0];
  const column = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => row.cells[column].textContent.trim();
  const number = (text) => Number(text.replace(/[^0-9.-]/g, ""));
  const numeric = head.classList.contains("n");
  const rows = [...body.rows].sort((a, b) =>
    numeric ? number(key(a)) - number(key(b)) : key(a).localeCompare(key(b)));
  if (down) rows.reverse();
  body.append(...rows);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/input|textarea/i.test(event.target.tagName)) {
    event.preventDefault();
    document.querySelector("input[type=search]").focus();
  }
  if (event.key === "Escape") document.querySelector("#found")?.replaceChildren();
});
