/** Wait before the n-th restart (n from 1) of a process that died: 0.5 s, 1 s, 2 s ... at most 30 s. Milliseconds. */
export const restartDelay = (failures: number): number => Math.min(30_000, 500 * 2 ** Math.max(0, Math.min(failures - 1, 10)))
