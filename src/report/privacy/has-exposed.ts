import type { Membership } from "./membership";

/** Whether the most exposed are fewer than all: of few rows they are the same people. */
export function hasExposed({ exposed, all }: Membership): boolean {
	return exposed.members < all.members || exposed.nonMembers < all.nonMembers;
}
