/**
 * Elementwise activations of the random networks, in place on Float32 values.
 *
 * The names are those of the priors' sources (TabICL, TabICLv2); the functions that look at a whole row (rank, softmax,
 * …) are TabICLv2's alone.
 */
import { logSingle } from "../statistics/quantile/normal-single";
import { expm1Single, expSingle, sigmoidSingle, sinSingle, softplusSingle, tanhSingle } from "./elementary-single";
import { workInPlace } from "./kernels/kernels";
import { applyPowers } from "./power";

type Apply = (x: Float32Array) => void;

const round = Math.fround;
const SELU_SCALE = round(1.0507009873554805); // Klambauer et al. 2017, "Self-normalizing neural networks", equation 14
const SELU_ALPHA = round(1.6732632423543772);

/** Exponentials are taken of at most this, so that chains of them stay finite in single precision. */
const LARGEST_EXPONENT = 40;
/** Results beyond ± this are cut off for the same reason. */
export const LARGEST = 1e15;

/** The activations that take a transcendental function of one number; the kernel has them at the same places. */
const TRANSCENDENTAL: readonly ((x: number) => number)[] = [
	tanhSingle,
	(x) => (x < 0 ? expm1Single(x) : x),
	(x) => round(SELU_SCALE * (x > 0 ? x : round(SELU_ALPHA * expm1Single(x)))),
	(x) => round(x / round(1 + expSingle(-x))),
	softplusSingle,
	(x) => expSingle(-round(x * x)),
	(x) => expSingle(Math.min(LARGEST_EXPONENT, x)),
	sinSingle,
	sigmoidSingle,
	(x) => -softplusSingle(-x),
	// The logarithm reads bits, and would take NaN for a number.
	(x) => (Number.isNaN(x) ? x : logSingle(Math.min(1e3, Math.max(round(1e-3), Math.abs(x))))),
];

/** Activation `kind` of that list, in place. */
function transcendental(kind: number): Apply {
	const f = TRANSCENDENTAL[kind]!;
	return (x) => {
		if (workInPlace(x, (kernels, at) => kernels.activate(kind, at, x.length))) return;
		for (let i = 0; i < x.length; i++) x[i] = f(x[i]!);
	};
}

/** Activations by name. */
export const ACTIVATIONS = {
	tanh: transcendental(0),
	elu: transcendental(1),
	selu: transcendental(2),
	silu: transcendental(3),
	softplus: transcendental(4),
	rbf: transcendental(5),
	exp: transcendental(6),
	sin: transcendental(7),
	sigmoid: transcendental(8),
	"log-sigmoid": transcendental(9),
	"log-abs": transcendental(10),
	"leaky-relu": (x) => {
		for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = 0.01 * x[i]!;
	},
	identity: () => {},
	relu: (x) => {
		for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = 0;
	},
	relu6: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.min(6, Math.max(0, x[i]!));
	},
	hardtanh: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.min(1, Math.max(-1, x[i]!));
	},
	sign: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = x[i]! >= 0 ? 1 : -1;
	},
	"sqrt-abs": (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.sqrt(Math.abs(x[i]!));
	},
	indicator: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.abs(x[i]!) <= 1 ? 1 : 0;
	},
	square: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.min(LARGEST, x[i]! * x[i]!);
	},
	abs: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.abs(x[i]!);
	},
	heaviside: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = x[i]! >= 0 ? 1 : 0;
	},
	round: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.floor(x[i]! + 0.5);
	},
	fraction: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = x[i]! - Math.floor(x[i]!);
	},
} as const satisfies Readonly<Record<string, Apply>>;

/** An elementwise activation's name. */
export type Activation = keyof typeof ACTIVATIONS;

/** Those with which the lists of TabICL and TabICLv2 begin, in their order. */
export const COMMON_ACTIVATIONS = [
	"tanh",
	"leaky-relu",
	"elu",
	"identity",
	"selu",
	"silu",
	"relu",
	"softplus",
	"relu6",
	"hardtanh",
	"sign",
] as const satisfies readonly Activation[];

/** max(x, 0)^a, or sign(x) |x|^a where `signed`; in place. */
export function applyPower(x: Float32Array, a: number, signed: boolean): void {
	applyPowers(x, a, LARGEST, signed);
}
