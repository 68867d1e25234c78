import type { Target } from '../target.ts'
import { CREDIT } from './credit.ts'
import { FILES } from './files.ts'
import { FOLDER } from './folder.ts'
import { GATEWAY } from './gateway.ts'
import { IMPORT } from './import.ts'
import { LEDGER } from './ledger.ts'
import { NET } from './net.ts'
import { STORE } from './store.ts'
import { SYNC } from './sync.ts'

export const TARGETS: readonly Target[] = [...LEDGER, ...FILES, ...NET, ...SYNC, ...FOLDER, ...STORE, ...IMPORT, ...GATEWAY, ...CREDIT]
