import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

/** Four kinds of tests: fast unit tests, real files and processes, the protocol's simulation, the whole product in a browser. */
export default defineConfig({
  root,
  test: {
    projects: [
      { root, test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], testTimeout: 20_000 } },
      { root, test: { name: 'simulation', include: ['test/simulation/**/*.test.ts', 'test/fuzz/**/*.test.ts', 'test/mutation/**/*.test.ts'], testTimeout: 300_000 } },
      { root, test: { name: 'integration', include: ['test/integration/**/*.test.ts', 'test/adversary/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
      { root, test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 180_000, hookTimeout: 180_000, fileParallelism: false, expect: { poll: { timeout: 10_000 } } } },
    ],
    maxWorkers: 2,
  },
})
