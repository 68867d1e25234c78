import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

/** What became of every test of every project, as JSON: the built-in reporters do not name the project. */
export default class ProjectReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) => [
      ...module.errors().map(() => ({ project: module.project.name, name: 'loading', state: 'failed' })),
      ...Array.from(module.children.allTests(), (test) => ({ project: module.project.name, name: test.fullName, state: test.result().state })),
    ])
    writeFileSync(process.env['MUTANTS_REPORT']!, JSON.stringify(lines))
  }
}
