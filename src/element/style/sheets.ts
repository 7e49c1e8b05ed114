import { unsafeCSS } from "lit";
import controls from "./controls.css?inline";
import data from "./data.css?inline";
import flow from "./flow.css?inline";
import graph from "./graph.css?inline";
import host from "./host.css?inline";
import tokens from "./tokens.css?inline";

/** The element's style sheets: constructed, so that a page whose policy is `style-src 'self'` takes them. */
export const sheets = [tokens, host, controls, data, graph, flow].map((text) => unsafeCSS(text));
