/** `standin/element`: the custom element `<stand-in>`, and what protects an upload with it. */
import { ProtectionElement } from "./protect/protection";
import { StandIn } from "./stand-in";
import type { StandInElement as Element } from "./stand-in-element";

export { acceptedFiles } from "./accepted-files";
export type { Choices } from "./flow/choices";
export type { Message, Messages } from "./messages/message";
export { registerMessages } from "./messages/messages";
export { type Protection, type ProtectOptions, protectUpload, protectUploads } from "./protect/protect-upload";
export type { StandInState } from "./stand-in-element";

/** The class behind `<stand-in>`; it is defined under that name when this file is loaded. */
export const StandInElement: { new (): Element; readonly formAssociated: boolean; prototype: Element } = StandIn;
export type StandInElement = Element;

// Two copies of this file in one page share the first one's elements.
if (!customElements.get("stand-in")) customElements.define("stand-in", StandIn);
if (!customElements.get("standin-protection")) customElements.define("standin-protection", ProtectionElement);
