/** The resource view: opens the resource when asked, and uploads by the session of whoever is signed in. */
import "./element.js";
import { depositForm } from "./deposit-form.js";
import { createPortal } from "./portals.js";

const view = document.getElementById("standin-view");
const element = view.querySelector("stand-in");
const said = document.getElementById("standin-said");
const { resource, name, sameOrigin } = view.dataset;

const openButton = document.getElementById("standin-open");
// A resource elsewhere is the person's to download: this page speaks to its own site alone.
openButton.hidden = sameOrigin !== "true";
openButton.addEventListener("click", async () => {
	said.textContent = "…";
	try {
		const response = await fetch(new URL(resource).pathname, { credentials: "same-origin" });
		if (!response.ok) throw new Error(`${location.host} answered ${response.status}: sign in again.`);
		await element.open(await response.blob(), name);
		said.textContent = "";
	} catch (error) {
		said.textContent = error.message;
	}
});

const meta = (key) => document.querySelector(`meta[name="${key}"]`)?.content ?? "";

// CKAN may lie below a path of its host: this file lies at {site}/standin/view.js.
const site = new URL("../", import.meta.url);

depositForm(element, {
	host: site.host,
	needsToken: false,
	needsPerson: false,
	connect: () => createPortal("ckan", { url: site, hosts: [site.host], csrfToken: meta(meta("csrf_field_name")) }),
});
