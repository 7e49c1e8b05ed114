export { gemm } from "./gemm";
export { powerDistances } from "./distances";
export { cosines } from "./cosines";
export { normals } from "./normals";
export { trees } from "./trees";
