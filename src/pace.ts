/** How often long work stops for breath and tells how far it is. */

/** Milliseconds between yields in a worker: well under the 200 ms in which an abort must take effect. */
export const WORKER_YIELD_MS = 30;

/** Milliseconds between yields on the page: with the piece of work that oversteps them, within a frame. */
export const PAGE_YIELD_MS = 8;

/** Milliseconds between reports of progress. */
export const PROGRESS_MS = 100;
