import { createRandom, type Random } from "../../src/random";

const DAY = 86_400_000;
const two = (n: number) => String(n).padStart(2, "0");
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const grouped = (digits: string, mark: string) => digits.replace(/\B(?=(?:\d{3})+$)/g, mark);
const indian = (digits: string) => digits.replace(/\B(?=(?:\d\d)*\d{3}$)/g, ",");
const amount = (value: number, decimals: number, point: string, mark: string) => {
	const [whole, fraction] = value.toFixed(decimals).split(".") as [string, string | undefined];
	return grouped(whole, mark) + (fraction === undefined ? "" : point + fraction);
};

/** A column as its file writes it, and what every synthetic cell of it must be. */
export interface FixtureColumn {
	readonly name: string;
	readonly write: (row: number, random: Random, cells: Readonly<Record<string, string>>) => string;
	/** What a present synthetic cell looks like. */
	readonly pattern: RegExp;
	/** What its text must mean besides. */
	readonly holds?: (text: string, cells: Readonly<Record<string, string>>) => boolean;
	/** How missing cells are written; absent where none are. */
	readonly missing?: string;
	/** Different synthetic values that there must be at least. Default 20. */
	readonly distinct?: number;
}

const validDate = (year: string, month: string, day: string) => {
	const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
	return new Date(ms).getUTCDate() === Number(day) && new Date(ms).getUTCMonth() === Number(month) - 1;
};
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const isIso = (text: string) => {
	const [, y, m, d] = ISO_DATE.exec(text)!;
	return validDate(y!, m!, d!);
};
const START = Date.UTC(2021, 0, 4);
const dayOf = (random: Random, days = 700) => START + random.int(days) * DAY;
const weekday = (text: string) => new Date(`${text}T00:00:00Z`).getUTCDay();
const clock = (seconds: number) => `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`;

export const columns: readonly FixtureColumn[] = [
	{ name: "record", write: (row) => `R-${100_000 + row * 7}`, pattern: /^[A-Z]-\d{5,7}$/ },
	{ name: "arrival", write: (_, r) => clock(900 * r.int(96)), pattern: /^([01]\d|2[0-3]):(00|15|30|45)$/ },
	{
		name: "seen_at",
		write: (_, r) => `${1 + r.int(12)}:${two(r.int(60))} ${r.int(2) ? "AM" : "PM"}`,
		pattern: /^(1[0-2]|[1-9]):[0-5]\d [AP]M$/,
	},
	{
		name: "time_occ",
		write: (_, r) => String(100 * r.int(24) + r.int(60)),
		pattern: /^(1?\d|2[0-3])?[0-5]?\d$/,
		holds: (t) => Number(t) % 100 < 60,
	},
	{
		name: "stay",
		write: (_, r) => `${r.int(60)}:${two(r.int(60))}:${two(r.int(60))}`,
		pattern: /^\d{1,2}:[0-5]\d:[0-5]\d$/,
	},
	{
		name: "travel",
		write: (_, r) => {
			const [h, m] = [r.int(5), 1 + r.int(59)];
			return h ? `${h}h ${m}m` : `${m}m`;
		},
		pattern: /^(\dh)?( ?[1-5]?\dm)?$/,
	},
	{
		name: "share",
		write: (_, r) => `${(r.int(1000) / 10).toFixed(1)}%`,
		pattern: /^\d{1,3}\.\d%$/,
		holds: (t) => Number.parseFloat(t) <= 100,
		missing: "?",
	},
	{
		name: "paid",
		write: (_, r) => `$${amount(r.uniform() ** 2 * 5000, 2, ".", ",")}`,
		pattern: /^\$\d{1,3}(,\d{3})*\.\d\d$/,
	},
	{
		name: "fee",
		write: (_, r) => `${amount(5 + r.uniform() * 2000, 2, ",", ".")} €`,
		pattern: /^\d{1,3}(\.\d{3})*,\d\d €$/,
	},
	{
		name: "budget",
		write: (_, r) => `EUR ${amount(1000 + r.int(90_000), 0, ".", ",")}`,
		pattern: /^EUR \d{1,2},\d{3}$/,
	},
	{
		name: "result",
		write: (_, r) => {
			const v = (r.uniform() - 0.4) * 500;
			return v < 0 ? `(${(-v).toFixed(2)})` : v.toFixed(2);
		},
		pattern: /^(\(\d{1,3}\.\d\d\)|\d{1,3}\.\d\d)$/,
	},
	{ name: "grant", write: (_, r) => indian(String(100_000 + r.int(9_000_000))), pattern: /^\d{1,2},\d\d,\d{3}$/ },
	{
		name: "delta",
		write: (_, r) => {
			const v = r.normal() * 3;
			return (v < 0 ? "−" : "") + Math.abs(v).toFixed(2);
		},
		pattern: /^−?\d{1,2}\.\d\d$/,
		holds: (t) => !/^−0\.00$/.test(t),
	},
	{
		name: "weight",
		write: (_, r) => (50 + r.uniform() * 50).toFixed(1).replace(".", ","),
		pattern: /^\d{2,3},\d$/,
		missing: "",
	},
	{
		name: "crp",
		write: (_, r) => (r.int(4) ? (0.5 + r.uniform() ** 3 * 40).toFixed(2) : "<0.50"),
		pattern: /^(<0\.50|\d{1,2}\.\d\d)$/,
		holds: (t) => t === "<0.50" || Number(t) >= 0.5,
	},
	{ name: "latitude", write: (_, r) => (48 + r.uniform()).toFixed(4), pattern: /^4[89]\.\d{4}$/, missing: "" },
	{ name: "longitude", write: (_, r) => (-(8 + r.uniform())).toFixed(4), pattern: /^-[89]\.\d{4}$/, missing: "" },
	{
		name: "place",
		write: (_, r) => `${(48 + r.uniform()).toFixed(4)},${(8 + r.uniform()).toFixed(4)}`,
		pattern: /^\(text withheld\)$/,
		distinct: 1,
	},
	{
		name: "python",
		write: (_, r) => ["3.2", "3.9", "3.10", "3.11", "3.20"][r.int(5)]!,
		pattern: /^3\.(2|9|10|11|20)$/,
		distinct: 5,
	},
	{
		name: "branch",
		write: (_, r) => ["007", "012", "041", "100"][r.int(4)]!,
		pattern: /^(007|012|041|100)$/,
		distinct: 4,
	},
	{ name: "device", write: (row) => `${100_000 + row * 13}e${row % 7}`, pattern: /^\d{6,8}e\d$/ },
	{ name: "contact", write: (row) => `+4420${String(10_000_000 + row * 1237)}`, pattern: /^\+/ },
	{ name: "created_at", write: (_, r) => String(1_577_836_800 + r.int(90_000_000)), pattern: /^1[56]\d{8}$/ },
	{
		name: "billed",
		write: (_, r) => iso(dayOf(r)).replaceAll("-", ""),
		pattern: /^\d{8}$/,
		holds: (t) => validDate(t.slice(0, 4), t.slice(4, 6), t.slice(6)),
	},
	{ name: "total_assets", write: (_, r) => String(10_000_000 + r.int(90_000_000) - r.int(100)), pattern: /^\d{7,8}$/ },
	{
		name: "visit",
		write: (_, r) => {
			const [y, m, d] = iso(dayOf(r)).split("-");
			return `${y}-${d}-${m}`;
		},
		pattern: /^\d{4}-\d\d-\d\d$/,
		holds: (t) => validDate(t.slice(0, 4), t.slice(8), t.slice(5, 7)),
	},
	{
		name: "born",
		write: (_, r) => {
			const d = new Date(Date.UTC(1970, 0, 1) + r.int(12_000) * DAY);
			return `${d.getUTCDate()}/${d.getUTCMonth() + 1}/${two(d.getUTCFullYear() % 100)}`;
		},
		pattern: /^[1-3]?\d\/1?\d\/\d\d$/,
		missing: "NA",
	},
	{
		name: "logged",
		write: (_, r) => `${new Date(START + r.int(60_000) * 60_000).toISOString().slice(0, 19)}+02:00`,
		pattern: /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:00\+02:00$/,
	},
	{
		name: "tick",
		write: (_, r) =>
			`${new Date(START + r.int(1e9)).toISOString().slice(0, 19).replace("T", " ")}.${String(r.int(1e9)).padStart(9, "0")}`,
		pattern: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9}$/,
	},
	{
		name: "severity",
		write: (_, r) => ["low", "medium", "high"][r.int(3)]!,
		pattern: /^(low|medium|high)$/,
		distinct: 3,
		missing: "?",
	},
	{
		name: "trade_date",
		write: (_, r) => {
			const day = r.int(700);
			return iso(START + (day - (day % 7) + ((day % 7) % 5)) * DAY);
		},
		pattern: ISO_DATE,
		holds: (t) => isIso(t) && weekday(t) > 0 && weekday(t) < 6,
	},
	{
		name: "closing",
		write: (_, r) => iso(Date.UTC(2018, 1 + r.int(60), 0)),
		pattern: ISO_DATE,
		holds: (t) => new Date(Date.parse(t) + DAY).getUTCDate() === 1,
	},
	{ name: "list_price", write: (_, r) => `${r.int(250)}.99`, pattern: /^\d{1,3}\.99$/ },
	{
		name: "house_no",
		write: (_, r) => String(1 + 2 * r.int(300)),
		pattern: /^\d{1,3}$/,
		holds: (t) => Number(t) % 2 === 1,
	},
	{
		name: "bmi",
		write: (_, r) => (r.int(300) ? (16 + r.uniform() * 20).toFixed(1) : "-999"),
		pattern: /^(-999|-999\.0|[123]\d\.\d)$/,
	},
	{
		name: "valid_to",
		write: (_, r) => (r.int(8) ? iso(dayOf(r)) : "9999-12-31"),
		pattern: ISO_DATE,
		holds: (t) => isIso(t) && (t === "9999-12-31" || t < "2024"),
	},
	{
		name: "age",
		write: (_, r) => String(1 + r.int(80) + (r.int(25) ? 0 : 0.5)),
		pattern: /^\d{1,2}(\.5)?$/,
		missing: "",
	},
	{
		name: "postcode",
		write: (_, r) => String(10_000 + Math.floor(5000 * r.uniform() ** 2) * 3),
		pattern: /^(\d{5}|\(rare\)|other)$/,
	},
	{ name: "site", write: () => "north", pattern: /^north$/, distinct: 1 },
	{ name: "remark", write: () => "", pattern: /^$/, distinct: 0, missing: "" },
	{ name: "ordered", write: (_, r) => iso(dayOf(r)), pattern: ISO_DATE, holds: isIso },
	{
		name: "shipped",
		write: (_, r, { ordered }) => iso(Date.parse(ordered!) + r.int(9) * DAY),
		pattern: ISO_DATE,
		holds: (t, { ordered }) => t >= ordered!,
	},
	{ name: "qty", write: (_, r) => String(1 + r.int(9)), pattern: /^\d$/, distinct: 9 },
	{
		name: "price",
		write: (_, r) => ["9.99", "20.00", "4.50"][r.int(3)]!,
		pattern: /^(9\.99|20\.00|4\.50)$/,
		distinct: 3,
	},
	{
		name: "total",
		write: (_, __, { qty, price }) => (Number(qty) * Number(price)).toFixed(2),
		pattern: /^\d{1,3}\.\d\d$/,
		holds: (t, { qty, price }) => t === (Number(qty) * Number(price)).toFixed(2),
	},
	{
		name: "iso",
		write: (_, r) => "DE FR IT ES PT NL BE PL CZ AT NA".split(" ")[r.int(11)]!,
		pattern: /^[A-Z]{2}$/,
		distinct: 11,
	},
	{ name: "smoker", write: (_, r) => (r.int(4) ? "N" : "Y"), pattern: /^[YN]$/, distinct: 2, missing: "" },
	{ name: "flag", write: (_, r) => (r.int(3) ? "0.0" : "1.0"), pattern: /^[01]\.0$/, distinct: 2 },
	{
		name: "admitted",
		write: (row, r) => (row === 7 ? "2021-02-30" : iso(dayOf(r))),
		pattern: ISO_DATE,
		holds: isIso,
		missing: "",
	},
	{
		name: "review",
		write: (row, r) => {
			const d = iso(dayOf(r));
			const [y, m, day] = d.split("-");
			return row % 60 === 3 ? `${m}/${day}/${y}` : d;
		},
		pattern: ISO_DATE,
		holds: isIso,
	},
];

/** A file of every kind of column: semicolons, a byte order mark, CR LF, three cells in ten missing where any are, together. */
export function fortyColumns(rows: number): string {
	const lines = [columns.map(({ name }) => name).join(";")];
	const random = createRandom("forty columns");
	for (let row = 0; row < rows; row++) {
		const own = random.stream(row);
		const gone = own.int(10) < 3;
		const cells: Record<string, string> = {};
		for (const { name, write, missing } of columns) {
			const text = write(row, own, cells);
			cells[name] = gone && missing !== undefined ? missing : text;
		}
		lines.push(columns.map(({ name }) => cells[name]!).join(";"));
	}
	return `\ufeff${lines.join("\r\n")}\r\n`;
}
