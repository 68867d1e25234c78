import type { Application } from '../../electron/peer/node/application.ts'
import { lightApplication } from './light.ts'

/** The light application, as worker threads find it too. */
export const application = (): Application => ({ ...lightApplication(), worker: import.meta.url })
