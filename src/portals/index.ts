/** `standin/portals`: hands synthetic files to CKAN, Dataverse and InvenioRDM. */

export { PortalError } from "../errors";
export { createPortal } from "./create-portal";
export { type Deposit, type DepositOptions, deposit, type HandOver } from "./deposit";
export type {
	NewDataset,
	Portal,
	PortalCall,
	PortalDataset,
	PortalDescription,
	PortalFile,
	PortalName,
	PortalOptions,
	PortalPlace,
	PortalProgress,
	PortalUpload,
} from "./portal";
export { type ProvenanceNote, provenanceNote } from "./provenance-note";
export type { PortalReason } from "./refusal";
