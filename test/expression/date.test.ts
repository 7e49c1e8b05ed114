import { expect, test } from "vitest";
import { readDate } from "../../src/expression/date";

test.each([
	["2024-01-31", Date.UTC(2024, 0, 31), "YYYY-MM-DD"],
	[" 2024-02-29 08:30 ", Date.UTC(2024, 1, 29, 8, 30), "YYYY-MM-DD HH:mm:ss"],
	["1969-12-31T23:59:59", -1000, "YYYY-MM-DD HH:mm:ss"],
	["0099-01-01", -59_042_995_200_000, "YYYY-MM-DD"],
])("%s is read in UTC", (text, value, format) => {
	expect(readDate(text)).toEqual({ value, format });
});

test.each(["2023-02-29", "2024-13-01", "2024-1-31", "2024-01-31 24:00", "2024-01-31 08:60", "31.01.2024", "soon", ""])(
	"%s is no date",
	(text) => expect(readDate(text)).toBeUndefined(),
);
