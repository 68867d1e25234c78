import { QueryClient } from '@tanstack/react-query'
import { toProblem } from './problems.ts'

const TRANSIENT = new Set(['UI_NOT_CONNECTED', 'UI_CONNECTION_LOST'])

/** Answers stay fresh until an event says otherwise; only a lost channel is asked twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (count, error) => count < 3 && TRANSIENT.has(toProblem(error).code),
      retryDelay: 400,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
