/** Names of the columns that a row of a subject is learned with: what the subject's row before it held, and which row it is. */

const PREVIOUS = "previous: ";

/** Which of its subject's rows a row is: "1", "2", … */
export const VISIT = "(visit)";

/** Name of the column that holds what `name` held in the row before. */
export const previousName = (name: string): string => `${PREVIOUS}${name}`;

/** The column whose previous values a column holds; nothing for any other. */
export const previousOf = (name: string): string | undefined =>
	name.startsWith(PREVIOUS) ? name.slice(PREVIOUS.length) : undefined;
