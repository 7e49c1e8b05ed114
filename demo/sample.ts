/** The sample data of the page as CSV text; a stand-in until the clinic's causal model draws it. */
export async function drawSample(): Promise<string> {
	return "age,city\n1,a\n2,b\n";
}
