export { gemm } from "./gemm";
export { logSumExp, nearest, powerDistances, powers, softAssign } from "./distances";
export { cosines } from "./cosines";
export { normals, uniforms, words } from "./noise";
export { pairs } from "./pairs";
export { trees } from "./trees";
export { split } from "./splits";
export { activate, gumbels } from "./activations";
export { copyRows, moments, shiftScale } from "./rows";
