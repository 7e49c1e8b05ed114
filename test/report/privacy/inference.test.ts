import { expect, test } from "vitest";
import { guessIsRight } from "../../../src/report/privacy/inference";

test("a number is guessed right within five per cent of the guess", () => {
	expect(guessIsRight(100, 104, true)).toBe(true);
	expect(guessIsRight(100, 106, true)).toBe(false);
	expect(guessIsRight(0, 0, true)).toBe(true);
});

test("a negative guess is judged by its size", () => {
	expect(guessIsRight(-10, 500, true)).toBe(false);
	expect(guessIsRight(-100, -104, true)).toBe(true);
});

test("missing is guessed by missing alone, and levels by equality", () => {
	expect(guessIsRight(Number.NaN, Number.NaN, true)).toBe(true);
	expect(guessIsRight(Number.NaN, 3, true)).toBe(false);
	expect(guessIsRight(20, 20, false)).toBe(true);
	expect(guessIsRight(20, 21, false)).toBe(false);
});
