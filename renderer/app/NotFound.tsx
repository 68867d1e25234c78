import { EmptyHint } from '../ui/Wait.tsx'
import { useWords } from '../words/use-words.ts'

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useWords()
  return <EmptyHint text={t('app.notFound')} hint={t('app.notFoundHint')} />
}
