import { keyed } from "../wire/fit-keys";

/** Whether this tab may have fits that were cut off; nothing is opened for it. */
export const mayResume = (): boolean => keyed().length > 0;
