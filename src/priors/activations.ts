/**
 * Elementwise activations of the random networks, in place on Float32 values.
 *
 * The names are those of the priors' sources (TabICL, TabICLv2); the functions that look at a whole row (rank, softmax,
 * …) are in `row-activations.ts`.
 */
import { exp, log, sin, softplus, tanh } from "./elementary";
import { applyPowers } from "./power";

type Apply = (x: Float32Array) => void;

const SELU_SCALE = 1.0507009873554805; // Klambauer et al. 2017, "Self-normalizing neural networks", equation 14
const SELU_ALPHA = 1.6732632423543772;

/** Exponentials are taken of at most this, so that chains of them stay finite in single precision. */
const LARGEST_EXPONENT = 40;
/** Results beyond ± this are cut off for the same reason. */
const LARGEST = 1e15;

/** Activations by name. */
export const ACTIVATIONS = {
	tanh: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = tanh(x[i]!);
	},
	"leaky-relu": (x) => {
		for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = 0.01 * x[i]!;
	},
	elu: (x) => {
		for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = exp(x[i]!) - 1;
	},
	identity: () => {},
	selu: (x) => {
		for (let i = 0; i < x.length; i++) {
			const v = x[i]!;
			x[i] = SELU_SCALE * (v > 0 ? v : SELU_ALPHA * (exp(v) - 1));
		}
	},
	silu: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = x[i]! / (1 + exp(-x[i]!));
	},
	relu: (x) => {
		for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = 0;
	},
	softplus: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = softplus(x[i]!);
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
	rbf: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = exp(-x[i]! * x[i]!);
	},
	exp: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = exp(Math.min(LARGEST_EXPONENT, x[i]!));
	},
	"sqrt-abs": (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.sqrt(Math.abs(x[i]!));
	},
	indicator: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.abs(x[i]!) <= 1 ? 1 : 0;
	},
	sin: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = sin(x[i]!);
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
	"log-abs": (x) => {
		for (let i = 0; i < x.length; i++) x[i] = log(Math.min(1e3, Math.max(1e-3, Math.abs(x[i]!))));
	},
	sigmoid: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = 1 / (1 + exp(-x[i]!));
	},
	round: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = Math.floor(x[i]! + 0.5);
	},
	fraction: (x) => {
		for (let i = 0; i < x.length; i++) x[i] = x[i]! - Math.floor(x[i]!);
	},
	"log-sigmoid": (x) => {
		for (let i = 0; i < x.length; i++) x[i] = -softplus(-x[i]!);
	},
} as const satisfies Readonly<Record<string, Apply>>;

/** An elementwise activation's name. */
export type Activation = keyof typeof ACTIVATIONS;

/** max(x, 0)^a, or sign(x) |x|^a where `signed`; in place. */
export function applyPower(x: Float32Array, a: number, signed: boolean): void {
	applyPowers(x, a, LARGEST, signed);
}
