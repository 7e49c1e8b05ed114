/** `standin/element`: the custom element `<stand-in>`, and what protects an upload with it. */
import { ProtectionElement } from "./protect/protection";
import { StandInElement } from "./stand-in";

export { type Message, type Messages, registerMessages } from "./messages/messages";
export { type Protection, type ProtectOptions, protectUpload, protectUploads } from "./protect/protect-upload";
export { StandInElement };

// Two copies of this file in one page share the first one's elements.
if (!customElements.get("stand-in")) customElements.define("stand-in", StandInElement);
if (!customElements.get("standin-protection")) customElements.define("standin-protection", ProtectionElement);
