/** The external tool: gets the file by Dataverse's signed address, makes a synthetic version, uploads it as a draft. */
import "./standin/element.js";
import { depositForm } from "./standin/deposit-form.js";
import { createPortal } from "./standin/portals.js";

const url = document.querySelector("meta[name=portal]").content;
const { host, origin } = new URL(url);
const element = document.querySelector("stand-in");
const fetchButton = document.getElementById("fetch");
const said = document.getElementById("said");
const launch = new URLSearchParams(location.search);

element.lang = launch.get("locale") || "en";

/** An address of the Dataverse that this page was set up for; anybody can write another into a link. */
function own(address) {
	if (new URL(address).origin !== origin)
		throw new Error(`The link leads to ${new URL(address).origin}, not ${origin}.`);
	return address;
}

async function ask(address) {
	const response = await fetch(own(address), { redirect: "follow", credentials: "omit" });
	if (!response.ok) throw new Error(`${host} answered ${response.status}: start the tool again from the file's page.`);
	return response;
}

const callback = launch.get("callback");
fetchButton.hidden = !callback;
fetchButton.addEventListener("click", async () => {
	said.textContent = `Getting the file from ${host} …`;
	try {
		const { data } = await (await ask(atob(callback))).json();
		const { signedUrl } = data.signedUrls.find(({ name }) => name === "retrieveDataFile");
		const response = await ask(signedUrl);
		const [, name = "table.csv"] = /filename="?([^";]+)/.exec(response.headers.get("content-disposition") ?? "") ?? [];
		await element.open(await response.blob(), name);
		said.textContent = "";
	} catch (error) {
		said.textContent = error.message;
	}
});

depositForm(element, {
	host,
	needsToken: true,
	needsPerson: true,
	target: launch.get("datasetPid"),
	connect: (token) => createPortal("dataverse", { url, hosts: [host], token }),
});
