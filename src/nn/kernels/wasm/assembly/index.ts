export { gemm, gemmScratch } from "./gemm";
export { addRow, addTo, embed, embedGradient, fillRows, gatherRows, multiplyTo, sumRows } from "./rows";
export { ramps, rampsGradient } from "./ramps";
export { adamw, crossEntropy, drawLevels, dropout, silu, sumSquares } from "./elementwise";
export { mixBins, mixBinsGradient } from "./mixture";
