import { OptionError } from "../errors";
import { checkArgument, checkOptions } from "../options/check";
import { show } from "../options/choose";
import type { AcceptedOptions } from "../options/option";
import { ckan } from "./ckan";
import { dataverse } from "./dataverse";
import { invenio } from "./invenio";
import type { Portal, PortalName, PortalOptions } from "./portal";

const portals: Readonly<Record<PortalName, (options: PortalOptions) => Portal>> = { ckan, dataverse, invenio };

const OPTIONS: AcceptedOptions<PortalOptions> = {
	url: { type: "url" },
	hosts: { type: "texts" },
	token: { type: "text" },
	csrfToken: { type: "text" },
	tokenHeader: { type: "text" },
};

/**
 * A portal to upload to. Nothing is requested by this call. Throws `OptionError` where the address is not https or not
 * among the allowed hosts, and where the token is missing.
 */
export function createPortal(name: PortalName, options: PortalOptions): Portal {
	const make = typeof name === "string" && Object.hasOwn(portals, name) ? portals[name] : undefined;
	if (!make) {
		throw new OptionError(`There is no portal ${show(name)}; there are ${Object.keys(portals).join(", ")}.`, {
			option: "name",
			value: name,
		});
	}
	checkArgument("options", options, { type: "object" });
	checkOptions("createPortal", options, OPTIONS);
	return make(options);
}
