import { App } from 'antd'
import { useCallback } from 'react'
import { toProblem } from '../api/problems.ts'
import { useSession } from '../api/session.ts'
import { useWords } from '../words/use-words.ts'

/** Runs an action of a button; a refusal is shown in words and gives undefined, so that callers need no catch. */
export function useAct(): <T>(action: () => Promise<T>) => Promise<T | undefined> {
  const { notification } = App.useApp()
  const { t, problem } = useWords()
  return useCallback(
    async (action) => {
      try {
        return await action()
      } catch (error) {
        const coded = toProblem(error)
        if (coded.code.startsWith('SESSION_')) void useSession.getState().check()
        const { cause, next } = problem(coded)
        notification.error({ title: cause, description: `${next} (${t('app.code', { code: coded.code })})`, duration: 12, placement: 'topRight' })
        return undefined
      }
    },
    [notification, problem, t],
  )
}
