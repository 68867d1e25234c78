import { describe } from 'vitest'
import { electronMissing, startElectron } from './support/electron-host.ts'
import { walk } from './support/walk.ts'

const missing = electronMissing()

// Skipped with its reason in the name where no Electron can be had; CI on a machine with one walks it.
describe.skipIf(missing !== null)(missing === null ? 'in Electron' : `in Electron (${missing})`, () => {
  walk(startElectron)
})
