import { describe, it } from 'vitest'
import { electronMissing, startElectron } from './support/electron-host.ts'
import { walk } from './support/walk.ts'

const missing = electronMissing()

describe('in Electron', () => {
  if (missing === null) walk(startElectron)
  else it('the same journeys', ({ skip }) => skip(missing))
})
