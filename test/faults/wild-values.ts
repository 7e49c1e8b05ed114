/** Values that an option is hardly ever, by what they are. */
const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

export const WILD: Readonly<Record<string, unknown>> = {
	NaN: Number.NaN,
	infinity: Number.POSITIVE_INFINITY,
	"below zero": -1,
	zero: 0,
	"a fraction": 0.5,
	"a huge number": 1e300,
	"a bigint": 5n,
	"an empty text": "",
	"a text": "unheard of",
	null: null,
	true: true,
	"an empty list": [],
	"a list of null": [null],
	"a list of objects": [{}],
	"an empty object": {},
	"a cyclic object": cyclic,
	"an object of no class": Object.assign(Object.create(null), { a: 1 }),
	"a member called as the prototype's": JSON.parse('{"__proto__": 1, "constructor": 2}'),
	"a function": () => 1,
	"a symbol": Symbol("wild"),
	"a date": new Date(Number.NaN),
	"a map": new Map([[1, 2]]),
	"typed numbers": Float64Array.of(1),
};
