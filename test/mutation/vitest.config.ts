import path from 'node:path'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { MUTANTS } from './bugs.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** One project a mutant: the test file that must notice, with one line of the product replaced while it is loaded. */
export default defineConfig({
  root,
  test: {
    projects: MUTANTS.map(({ id, file, find, put, test }): TestProjectConfiguration => ({
      root,
      plugins: [
        {
          name: `mutant ${id}`,
          enforce: 'pre',
          transform(code, module) {
            return module.split('?')[0] === path.join(root, file) ? { code: code.replace(find, () => put), map: null } : null
          },
        },
      ],
      test: { name: id, include: [test], testTimeout: 60_000 },
    })),
    maxWorkers: 2,
  },
})
