import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { journeys } from '../journeys/index.ts'
import { unplugged } from '../journeys/unplugged.ts'
import { root, type Desktop } from './desktop.ts'
import { Screen } from './screen.ts'

/** Walks all journeys on one host. After a failure the picture of that moment lies in out/test/e2e. */
export function walk(start: () => Promise<Desktop>): void {
  let desktop: Desktop | null = null
  let screen: Screen
  beforeAll(async () => {
    desktop = await start()
    screen = new Screen(desktop)
  })
  afterAll(() => desktop?.close())

  let stuck: string | null = null
  const step = (name: string, run: () => Promise<void>): void =>
    it(name, async () => {
      // Without a desktop to walk on, the later journeys would only wait for their time-outs.
      if (stuck !== null) throw new Error(`not walked: “${stuck}” failed before`)
      try {
        await run()
      } catch (error) {
        if (!(await desktop?.page.getByTestId('shell').isVisible().catch(() => false))) stuck = name
        const folder = path.join(root, 'out/test/e2e')
        mkdirSync(folder, { recursive: true })
        await desktop?.page.screenshot({ path: path.join(folder, `${desktop.name} ${name}.png`) }).catch(() => undefined)
        throw error
      }
      expect(screen.complaints, 'the page complained').toEqual([])
    })

  for (const { name, run } of journeys) step(name, () => run(screen))
  step('the plug is pulled in the middle of writing', async () => {
    ;({ desktop, screen } = await unplugged(desktop!, screen))
  })
}
