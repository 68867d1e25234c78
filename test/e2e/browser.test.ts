import { describe } from 'vitest'
import { startBrowser } from './support/browser-host.ts'
import { walk } from './support/walk.ts'

describe('in a browser, served by a peer under Node', () => {
  walk(startBrowser)
})
