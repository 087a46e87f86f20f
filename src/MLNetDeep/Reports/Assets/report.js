"use strict";
(() => {
  // Tables sort by the column whose head is pressed; the choice outlives the replacement of a section.
  const chosen = new Map();
  const keyOf = cell => cell.dataset.sort === undefined ? cell.textContent.trim() : Number(cell.dataset.sort);
  const compare = (a, b) => typeof a === "number" && typeof b === "number"
    ? (Number.isNaN(a) - Number.isNaN(b)) || a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true });
  const sort = (table, column, ascending) => {
    const body = table.tBodies[0];
    const missing = row => row.cells[column].dataset.sort === "NaN";
    const rows = [...body.rows].sort((a, b) => (missing(a) - missing(b))
      || (ascending ? 1 : -1) * compare(keyOf(a.cells[column]), keyOf(b.cells[column])));
    body.append(...rows);
    [...table.tHead.rows[0].cells].forEach((head, i) => i === column
      ? head.setAttribute("aria-sort", ascending ? "ascending" : "descending")
      : head.removeAttribute("aria-sort"));
  };
  const press = event => {
    const head = event.currentTarget.closest("th");
    const table = head.closest("table");
    const ascending = head.getAttribute("aria-sort") === "descending";
    chosen.set(table.id, [head.cellIndex, ascending]);
    sort(table, head.cellIndex, ascending);
  };
  // A row of a trial marks its lines in the charts.
  let trial = null;
  const mark = () => {
    document.querySelectorAll("[data-trial]").forEach(e => e.classList.toggle("chosen", e.dataset.trial === trial));
    document.querySelectorAll(".trials").forEach(e => e.classList.toggle("faded", trial !== null));
  };
  const prepare = root => {
    root.querySelectorAll("table.sortable").forEach(table => {
      [...table.tHead.rows[0].cells].forEach(head => {
        const button = document.createElement("button");
        button.type = "button";
        button.append(...head.childNodes);
        button.addEventListener("click", press);
        head.append(button);
      });
      if (chosen.has(table.id)) sort(table, ...chosen.get(table.id));
    });
    root.querySelectorAll("tr[data-trial]").forEach(row => row.addEventListener("click", () => {
      trial = trial === row.dataset.trial ? null : row.dataset.trial;
      mark();
    }));
    if (trial !== null) mark();
  };
  prepare(document);
  document.addEventListener("report:replaced", event => prepare(event.target));
})();
