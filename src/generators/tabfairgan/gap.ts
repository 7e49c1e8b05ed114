// B batch, K groups, n rows of a group, R rate of a group
import { sumRows } from "../../nn/dense";
import {
	add,
	cast,
	customGrad,
	div,
	equal,
	greaterEqual,
	max,
	min,
	mul,
	type Scalar,
	sub,
	sum,
	type Tensor,
	type Tensor2D,
	where,
} from "../../nn/tf";

/** A group of fewer rows of the batch has no rate that counts. */
const FEWEST = 5;
const TINY = 1e-12;

/**
 * Largest less smallest rate of soft groups: R_k = Σ_i s_ik y_i / Σ_i s_ik, for two groups |R_0 − R_1| (Rajabi and Garibay
 * 2022, eq. 7, as a difference of shares). Groups of fewer than five rows are left out; 0 where fewer than two are left.
 *
 * @param groups (B, K) how far each row is of each group.
 * @param good (B, 1) how far each row has the favourable outcome.
 */
export function softGap(groups: Tensor2D, good: Tensor2D): Scalar {
	return customGrad((...args) => {
		const save = args.at(-1) as unknown as (tensors: Tensor[]) => void;
		const [s, y] = args as unknown as [Tensor2D, Tensor2D];
		const n = sumRows(s);
		const rates = div(sumRows(mul(s, y) as Tensor2D), add(n, TINY));
		const counted = greaterEqual(n, FEWEST);
		const mask = cast(counted, "float32");
		const [highest, lowest] = [where(counted, rates, -1), where(counted, rates, 2)];
		// 1 at the highest rate, −1 at the lowest, in parts where several share it.
		const share = (extreme: Tensor) => div(extreme, add(sum(extreme), TINY));
		const atTop = mul(cast(equal(highest, max(highest)), "float32"), mask);
		const atBottom = mul(cast(equal(lowest, min(lowest)), "float32"), mask);
		const sign = sub(share(atTop), share(atBottom));
		save([s, y, n, rates, sign]);
		return {
			value: sum(mul(rates, sign)) as Scalar,
			gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => {
				const [s, y, n, rates, sign] = saved as [Tensor2D, Tensor2D, Tensor, Tensor, Tensor];
				const weight = mul(div(sign, add(n, TINY)), dy);
				return [mul(sub(y, rates), weight), sum(mul(s, weight), 1, true)];
			},
		};
	})(groups, good) as Scalar;
}
