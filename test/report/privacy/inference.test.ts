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

test("a date is judged by the range there is, not by how far it is from 1970", () => {
	const day = 86_400_000;
	const guess = Date.UTC(2024, 0, 1);
	expect(guessIsRight(guess, guess + 300 * day, true)).toBe(true);
	expect(guessIsRight(guess, guess + 300 * day, true, 730 * day)).toBe(false);
	expect(guessIsRight(guess, guess + 36 * day, true, 730 * day)).toBe(true);
});

test("missing is guessed by missing alone, and levels by equality", () => {
	expect(guessIsRight(Number.NaN, Number.NaN, true)).toBe(true);
	expect(guessIsRight(Number.NaN, 3, true)).toBe(false);
	expect(guessIsRight(20, 20, false)).toBe(true);
	expect(guessIsRight(20, 21, false)).toBe(false);
});
