/** What is in use, in bytes, after everything that is not was collected. */
export function heap() {
  for (let round = 0; round < 3; round += 1) globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
