import { useWords } from '../../words/use-words.ts'
import { beijingClock } from '../../ui/time.ts'
import type { SaveState } from './use-editing.ts'

/** Where the typing is: at the peer since when, on its way, only in this window, or not accepted and why. */
export function SaveNote({ save, readOnly }: { readonly save: SaveState; readonly readOnly: string | null }) {
  const { t, problem } = useWords()
  if (readOnly !== null) return <span className="quiet" data-testid="save-state" data-state="readonly">{t('drafts.save.readOnly', { why: readOnly })}</span>
  const text = ((): string => {
    switch (save.state) {
      case 'saved':
      case 'local':
        return t(`drafts.save.${save.state}`, { time: beijingClock(save.at) })
      case 'refused':
        return problem(save.problem).cause
      default:
        return t(`drafts.save.${save.state}`)
    }
  })()
  const tone = save.state === 'saved' ? 'good-text' : save.state === 'local' || save.state === 'refused' || save.state === 'conflict' ? 'warn-text' : 'quiet'
  return (
    <span role="status" data-testid="save-state" data-state={save.state}>
      <span className={tone}>{save.state === 'saved' ? '✓ ' : tone === 'warn-text' ? '▲ ' : ''}{text}</span>
      <span className="quiet wide-only"> · {t('drafts.save.notLedger')}</span>
    </span>
  )
}
