import { creditApplication, type Application } from '../node/application.ts'

/** The application of a peer, made again in a thread (see Application.worker). */
export const applicationOf = async (worker: string): Promise<Application> =>
  worker === 'credit' ? creditApplication() : ((await import(worker)) as { application(): Application }).application()
