import type { Target } from '../target.ts'
import { CREDIT } from './credit.ts'
import { FOLDER } from './folder.ts'
import { IMPORT } from './import.ts'
import { LEDGER } from './ledger.ts'
import { NET } from './net.ts'
import { STORE } from './store.ts'

export const TARGETS: readonly Target[] = [...LEDGER, ...NET, ...FOLDER, ...STORE, ...IMPORT, ...CREDIT]
