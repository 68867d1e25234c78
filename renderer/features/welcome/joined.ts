import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import type { Accepted } from '../../../shared/contract/host.ts'

/**
 * The recovery file and the request of a center that just joined. They outlive a reload of the page until the person has
 * saved the recovery file and opened it again: nobody could make it a second time.
 */
export const useJoined = create<{ readonly made: Accepted | null; readonly put: (made: Accepted | null) => void }>()(
  persist((set) => ({ made: null, put: (made) => set({ made }) }), { name: 'zxl.joined', storage: createJSONStorage(() => sessionStorage) }),
)
