import type { Random } from "../random";
import type { Table } from "../table/table";
export function judgeTable(_r: Random, _t: Table, _target: string): { learnable: boolean } {
	return { learnable: true };
}
