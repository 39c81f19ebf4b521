/** Waits until something holds, which is looked at often; fails by the test's own time limit where it never does. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    // oxlint-disable-next-line no-await-in-loop -- waiting is the purpose
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
