import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "../../src/table/csv";
import { datetimeFormat } from "../../src/table/datetime";
import { formatCsv } from "../../src/table/format-csv";
import { isNumeric, type NumericColumn } from "../../src/table/table";

async function column(texts: readonly string[], delimiter = ","): Promise<NumericColumn> {
	const table = await parseCsv(`when${delimiter}n\n${texts.map((t, i) => `"${t}"${delimiter}r${i}`).join("\n")}\n`);
	const found = table.columns[0]!;
	if (!isNumeric(found)) throw new Error(`read as ${found.kind}: ${found.reason}`);
	return found;
}

const utc = (text: string) => Date.parse(text);

describe("dates are told by their column, and written back the same way", () => {
	it.each([
		["YYYY-MM-DD", "2021-03-04", "2021-03-04T00:00Z"],
		["YYYY/MM/DD", "2021/03/04", "2021-03-04T00:00Z"],
		["YYYY-MM-DDTHH:mm:ss", "2021-03-04T05:06:07", "2021-03-04T05:06:07Z"],
		["YYYY-MM-DD HH:mm", "2021-03-04 05:06", "2021-03-04T05:06Z"],
		["YYYY-MM-DD HH:mm:ss.SSS", "2021-03-04 05:06:07.089", "2021-03-04T05:06:07.089Z"],
		["YYYY-MM-DDTHH:mm:ssZ", "2021-03-04T05:06:07Z", "2021-03-04T05:06:07Z"],
		["YYYY-MM-DDTHH:mm:ss+02:00", "2021-03-04T05:06:07+02:00", "2021-03-04T03:06:07Z"],
		["DD.MM.YYYY", "04.03.2021", "2021-03-04T00:00Z"],
		["D.M.YYYY H:mm", "4.3.2021 5:06", "2021-03-04T05:06Z"],
		["MM/DD/YYYY", "03/24/2021", "2021-03-24T00:00Z"],
		["DD/MM/YYYY", "24/03/2021", "2021-03-24T00:00Z"],
		["M/D/YYYY h:mm A", "3/24/2021 1:05 PM", "2021-03-24T13:05Z"],
		["DD-MMM-YYYY", "04-Mar-2021", "2021-03-04T00:00Z"],
		["DD-MON-YY", "04-MAR-21", "2021-03-04T00:00Z"],
		["MMMM D, YYYY", "March 4, 2021", "2021-03-04T00:00Z"],
		["YYYY-MM", "2021-03", "2021-03-01T00:00Z"],
	])("%s", async (format, text, instant) => {
		const c = await column([text, "", text]);
		expect([c.format, c.values[0], c.values[1]]).toEqual([format, utc(instant), Number.NaN]);
		expect(datetimeFormat(format).format(utc(instant))).toBe(text);
		expect(c.reason).toMatch(/^Dates written as /);
	});

	it("eight figures are days only if every one names a day, and several do", async () => {
		expect((await column(["20210304", "20211231", "19990101"])).format).toBe("YYYYMMDD");
		expect((await column(["20210304", "20211231", "19990199"])).kind).toBe("integer");
	});

	it("the whole column settles whether days or months come first", async () => {
		const c = await column(["03/04/2021", "05/06/2021", "13/06/2021"]);
		expect([c.format, c.reason]).toEqual(["DD/MM/YYYY", "Dates written as DD/MM/YYYY from 03/04/2021 to 13/06/2021."]);
	});

	it("where nothing settles it, months come first between slashes, and the reason says so", async () => {
		const c = await column(["03/04/2021", "05/06/2021"]);
		expect(c.format).toBe("MM/DD/YYYY");
		expect(c.reason).toMatch(
			/no date settles which of MM\/DD\/YYYY and DD\/MM\/YYYY is meant, MM\/DD\/YYYY is assumed/,
		);
	});

	it("where nothing settles it, another column or a decimal comma does", async () => {
		const { columns } = await parseCsv("a,b\n03/04/2021,25/12/2020\n05/06/2021,01/02/2020\n");
		expect(columns[0]).toMatchObject({
			format: "DD/MM/YYYY",
			reason: expect.stringMatching(/from the rest of the table/),
		});
		const comma = await parseCsv("a;b\n03/04/2021;1,5\n05/06/2021;2,5\n");
		expect(comma.columns[0]).toMatchObject({ format: "DD/MM/YYYY" });
	});

	it("instants in several time zones are kept, and written in UTC", async () => {
		const c = await column(["2021-03-27T12:00:00+01:00", "2021-03-28T12:00:00+02:00"]);
		expect(c.format).toBe("YYYY-MM-DDTHH:mm:ssZ");
		expect(Array.from(c.values)).toEqual([utc("2021-03-27T11:00Z"), utc("2021-03-28T10:00Z")]);
		expect(c.reason).toMatch(/written back in UTC/);
	});

	it("fractions of a second may be left out where they are zero", async () => {
		const c = await column(["2021-03-04T05:06:07", "2021-03-04T05:06:07.123456"]);
		expect(c.format).toBe("YYYY-MM-DDTHH:mm:ss.SSSSSS");
		expect(datetimeFormat(c.format!).format(c.values[1]!)).toBe("2021-03-04T05:06:07.123456");
	});

	it.each([
		["a day that is none", ["2021-02-28", "2021-02-30"]],
		["an hour that is none", ["2021-02-28 23:00", "2021-02-28 24:00"]],
		["two ways of writing", ["2021-02-28", "28.02.2021"]],
		["days and months first", ["13/12/2021", "12/13/2021"]],
	])("%s makes the column no column of dates", async (_name, texts) => {
		await expect(column(texts)).rejects.toThrow(/read as category/);
	});
});

describe("a format", () => {
	const formats = [
		...["YYYY-MM-DD", "DD.MM.YYYY", "M/D/YYYY", "DD-MMM-YYYY", "MMMM D, YYYY", "YYYYMMDD"],
		...[
			"YYYY-MM-DDTHH:mm:ssZ",
			"YYYY-MM-DD HH:mm",
			"DD/MM/YYYY h:mm:ss A",
			"YYYY-MM-DDTHH:mm:ss.SSS",
			"H:mm YYYY-MM-DD",
		],
		...["YYYY-MM-DDTHH:mm:ss-05:30", "YYYY-MM-DDTHH:mm:ss.SSSSSS+0200"],
	];

	it("reads what it wrote, for any instant of four-digit years", () => {
		const instant = fc.integer({ min: Date.UTC(1000, 0, 1), max: Date.UTC(9998, 11, 31) });
		fc.assert(
			fc.property(fc.constantFrom(...formats), instant, (format, ms) => {
				const pair = datetimeFormat(format);
				const text = pair.format(ms);
				const back = pair.parse(text);
				// Nothing finer than the format's last token survives; the rest does.
				const grain = /S/.test(format) ? 1 : /ss/.test(format) ? 1000 : /mm/.test(format) ? 60_000 : 86_400_000;
				expect(back).toBe(Math.floor(ms / grain) * grain);
				expect(pair.format(back)).toBe(text);
			}),
			{ numRuns: 1000, seed: 3 },
		);
	});

	it("agrees with the language's own reading of ISO 8601", () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
				(date) => {
					expect(datetimeFormat("YYYY-MM-DDTHH:mm:ss.SSSZ").parse(date.toISOString())).toBe(date.getTime());
					expect(datetimeFormat("YYYY-MM-DDTHH:mm:ss.SSSZ").format(date.getTime())).toBe(date.toISOString());
				},
			),
			{ seed: 4 },
		);
	});

	it.each(["2021-2-3", "2021-13-01", "2021-00-10", "2021-04-31", "1900-02-29", "2021-02-03x", ""])(
		"does not read %j as YYYY-MM-DD",
		(text) => expect(datetimeFormat("YYYY-MM-DD").parse(text)).toBeNaN(),
	);

	it("counts two-digit years from 1969 to 2068", () => {
		const year = (text: string) => new Date(datetimeFormat("DD.MM.YY").parse(text)).getUTCFullYear();
		expect([year("01.01.69"), year("01.01.99"), year("01.01.00"), year("01.01.68")]).toEqual([1969, 1999, 2000, 2068]);
	});

	it("knows noon and midnight on a twelve-hour clock", () => {
		const hour = (text: string) => new Date(datetimeFormat("YYYY-MM-DD h:mm A").parse(text)).getUTCHours();
		expect([hour("2021-01-01 12:00 AM"), hour("2021-01-01 12:00 PM"), hour("2021-01-01 1:00 pm")]).toEqual([0, 12, 13]);
		expect(datetimeFormat("h:mm A").parse("13:00 PM")).toBeNaN();
	});

	it("writes a missing instant as nothing", () => expect(datetimeFormat("YYYY").format(Number.NaN)).toBe(""));
});

it("a column of dates is written as it was read", async () => {
	const text = "when,n\r\n24/03/2021 05:06,1\r\n,2\r\n01/12/1999 23:59,3\r\n";
	expect(formatCsv(await parseCsv(text))).toBe(text);
});
