import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'

export type Language = 'zh-CN' | 'en'

interface Settings {
  readonly language: Language
  readonly dark: boolean
  readonly setLanguage: (language: Language) => void
  readonly setDark: (dark: boolean) => void
}

/** Choices of the person at this computer; kept by the page, they are nobody else's business. */
export const useSettings = create<Settings>()(
  persist(
    (set) => ({
      language: 'zh-CN',
      dark: false,
      setLanguage: (language) => set({ language }),
      setDark: (dark) => set({ dark }),
    }),
    { name: 'zxl.settings', storage: createJSONStorage(() => localStorage) },
  ),
)
