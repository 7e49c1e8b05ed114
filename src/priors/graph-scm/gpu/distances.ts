import { POWER } from "../../gpu/power";
import { eachElement, eachRow, jobKernel, NEAR_ROWS } from "./job";

/** Statements for `sum` = Σᵢ |x[row, i] − centre[c, i]|^p. */
const SUM = `
	var sum = 0.0;
	for (var j = 0u; j < inputs; j++) {
		sum += powerOf(cells[x + row * line + j] - cells[centres + c * inputs + j], p);
	}`;

/** Those sums for `width` centres. */
export const distances = jobKernel(
	"distances",
	"elements",
	{
		...({ rows: "number", width: "number", x: "read", line: "number", inputs: "number" } as const),
		...({ centres: "read", p: "float", y: "write" } as const),
	},
	eachElement(`
		let c = k;
		${SUM}
		cells[y + i] = sum;`),
	POWER,
);

/** The softmax over centres of −sum^exponent · factor − log scale, the sums being of distances. */
export const softAssign = jobKernel(
	"soft assignment",
	"rows",
	{
		...({ rows: "number", width: "number", x: "read", factors: "read" } as const),
		...({ logScales: "read", exponent: "float", y: "write" } as const),
	},
	eachRow(`
		let first = row * width;
		var top = -3e38;
		for (var c = 0u; c < width; c++) {
			let logit = -(powerOf(cells[x + first + c], exponent) * cells[factors + c]) - cells[logScales + c];
			cells[y + first + c] = logit;
			top = max(top, logit);
		}
		var total = 0.0;
		for (var c = 0u; c < width; c++) {
			let weight = exp2Of((cells[y + first + c] - top) * ${Math.LOG2E});
			cells[y + first + c] = weight;
			total += weight;
		}
		for (var c = 0u; c < width; c++) { cells[y + first + c] /= total; }`),
	POWER,
);

const LANES = 256 / NEAR_ROWS;

/** Number of each row's nearest of `count` centres, the first of equals. */
export const nearest = jobKernel(
	"nearest centres",
	"nearest",
	{
		...({ rows: "number", width: "number", x: "read", line: "number", inputs: "number" } as const),
		...({ centres: "read", count: "number", p: "float", y: "write" } as const),
	},
	`
	let own = part * ${NEAR_ROWS}u + t / ${LANES}u;
	let row = min(own, rows - 1u);
	let lane = t % ${LANES}u;
	var best = 3e38;
	var code = lane;
	for (var c = lane; c < count; c += ${LANES}u) {
		${SUM}
		if (sum < best) {
			best = sum;
			code = c;
		}
	}
	sums[t] = best;
	codes[t] = code;
	workgroupBarrier();
	for (var half = ${LANES / 2}u; half >= 1u; half /= 2u) {
		if (lane < half) {
			let other = t + half;
			if (sums[other] < sums[t] || (sums[other] == sums[t] && codes[other] < codes[t])) {
				sums[t] = sums[other];
				codes[t] = codes[other];
			}
		}
		workgroupBarrier();
	}
	if (lane == 0u && own < rows) { cells[y + row] = f32(min(codes[t], count - 1u)); }`,
	`${POWER}
var<workgroup> sums: array<f32, 256>;
var<workgroup> codes: array<u32, 256>;`,
);
