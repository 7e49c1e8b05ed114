/** A table with what tables have: numbers, levels, a rare one, dates, gaps, names that would be markup if anyone let them. */
export function visits(rows: number): string {
	const wards = ["north", "south", '<img src=x onerror="document.title=1">'];
	const lines = ["age,ward,since,score,outcome"];
	for (let i = 0; i < rows; i++) {
		const age = 20 + ((i * 37) % 61);
		const day = new Date(Date.UTC(2024, 0, 1 + ((i * 13) % 365))).toISOString().slice(0, 10);
		const score = i % 9 === 0 ? "" : (((i * 7919) % 1000) / 10).toFixed(1);
		const ward = wards[i % 11 === 0 ? 2 : i % 2] as string;
		lines.push(`${age},"${ward.replaceAll('"', '""')}",${day},${score},${age > 60 ? "yes" : "no"}`);
	}
	return lines.join("\n");
}
