import { OptionError } from "../errors";
import { ckan } from "./ckan";
import { dataverse } from "./dataverse";
import { invenio } from "./invenio";
import type { Portal, PortalName, PortalOptions } from "./portal";

const portals: Readonly<Record<PortalName, (options: PortalOptions) => Portal>> = { ckan, dataverse, invenio };

/**
 * A portal to upload to. Nothing is requested by this call. Throws `OptionError` where the address is not https or not
 * among the allowed hosts, and where the token is missing.
 */
export function createPortal(name: PortalName, options: PortalOptions): Portal {
	const make = Object.hasOwn(portals, name) ? portals[name] : undefined;
	if (!make) {
		throw new OptionError(`There is no portal ${JSON.stringify(name)}; there are ${Object.keys(portals).join(", ")}.`, {
			option: "name",
			value: name,
		});
	}
	return make(options);
}
