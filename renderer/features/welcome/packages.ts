import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'

export interface MemberPackage {
  readonly id: string
  readonly fileName: string
  readonly text: string
}

/**
 * Sealed packages of a network just founded. The founder's own peer starts at once, so they outlive the welcome screen
 * and a reload of the page until the person says that all are saved: nobody could make them again.
 */
export const usePackages = create<{ readonly list: readonly MemberPackage[]; readonly put: (list: readonly MemberPackage[]) => void }>()(
  persist((set) => ({ list: [], put: (list) => set({ list }) }), { name: 'zxl.packages', storage: createJSONStorage(() => sessionStorage) }),
)
