/** Code that counts how often each of its blocks runs, for a fuzzer to know what an input reaches. */
import { parseAst } from "vite";

/** Name of the counters in the code that counts. */
export const COUNTERS = "__blocks";

interface Node {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [member: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
	typeof value === "object" && value !== null && typeof (value as Node).type === "string";

/** Parts of these run or do not: expressions by member. */
const BRANCHES: Readonly<Record<string, readonly string[]>> = {
	ConditionalExpression: ["consequent", "alternate"],
	LogicalExpression: ["right"],
	ArrowFunctionExpression: ["body"],
	IfStatement: ["consequent", "alternate"],
	ForStatement: ["body"],
	ForInStatement: ["body"],
	ForOfStatement: ["body"],
	WhileStatement: ["body"],
	DoWhileStatement: ["body"],
};

/**
 * JavaScript that does the same and counts.
 *
 * @param next gives the place of the next block's counter.
 */
export function countBlocks(code: string, next: () => number): string {
	const put: { at: number; text: string; opens: boolean }[] = [];
	const around = ({ start, end }: Node, before: string, after: string) =>
		put.push({ at: start, text: before, opens: true }, { at: end, text: after, opens: false });
	const visit = (node: Node) => {
		for (const member of BRANCHES[node.type] ?? []) {
			const part = node[member];
			if (!isNode(part) || part.type === "BlockStatement") continue;
			if (/Statement$/.test(part.type)) around(part, `{${COUNTERS}[${next()}]++;`, "}");
			else around(part, `(${COUNTERS}[${next()}]++,`, ")");
		}
		const [first] = (node.type === "SwitchCase" && (node.consequent as Node[])) || [];
		if (first) put.push({ at: first.start, text: `${COUNTERS}[${next()}]++;`, opens: true });
		if (node.type === "BlockStatement")
			put.push({ at: node.start + 1, text: `${COUNTERS}[${next()}]++;`, opens: true });
		for (const value of Object.values(node)) {
			if (isNode(value)) visit(value);
			else if (Array.isArray(value)) for (const one of value) if (isNode(one)) visit(one);
		}
	};
	visit(parseAst(code) as unknown as Node);
	// What closes comes before what opens at the same place; an outer part was visited before the inner one.
	const order = put.map((one, i) => ({ ...one, i }));
	order.sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens) || (a.opens ? a.i - b.i : b.i - a.i));
	let [made, from] = ["", 0];
	for (const { at, text } of order) {
		made += code.slice(from, at) + text;
		from = at;
	}
	return made + code.slice(from);
}
