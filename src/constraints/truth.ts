const TRUE = new Set(["true", "yes", "y", "1", "t"]);
const FALSE = new Set(["false", "no", "n", "0", "f"]);

/** Whether a level is a spelling of true, or of false. */
export function spells(level: string, truth: boolean): boolean {
	return (truth ? TRUE : FALSE).has(level.toLowerCase());
}
