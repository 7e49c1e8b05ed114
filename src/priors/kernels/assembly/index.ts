export { gemm } from "./gemm";
export { logSumExp, nearest, powerDistances, powers, softAssign } from "./distances";
export { cosines } from "./cosines";
export { normals } from "./normals";
export { trees } from "./trees";
