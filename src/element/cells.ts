/** A cell as people read it; the same text as in the CSV. */
export { cellText } from "../table/cell-text";
