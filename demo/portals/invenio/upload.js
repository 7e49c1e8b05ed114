/** A page that makes a synthetic table and uploads it as a draft of InvenioRDM. */
import "./standin/element.js";
import { depositForm } from "./standin/deposit-form.js";
import { createPortal } from "./standin/portals.js";

const url = document.querySelector("meta[name=portal]").content;
const { host } = new URL(url);

depositForm(document.querySelector("stand-in"), {
	host,
	needsToken: true,
	needsPerson: false,
	connect: (token) => createPortal("invenio", { url, hosts: [host], token }),
});
