// Columns sort when their head is pressed. Without this the tables stand in the order of the run.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
  const value = (row, column) => {
    const cell = row.cells[column];
    const number = parseFloat(cell.dataset.value ?? cell.textContent);
    return Number.isNaN(number) || column === 0 ? cell.textContent : number;
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const sorted = [...body.rows].sort((one, other) => {
        const [a, b] = [value(one, column), value(other, column)];
        // What was not measured stays at the end, whichever way.
        const order = typeof a === typeof b ? (a > b) - (a < b) || 0 : typeof a === "number" ? -1 : 1;
        return typeof a === typeof b && down ? -order : order;
      });
      body.append(...sorted);
    });
  });
}
