import { Progress } from 'antd'
import type { Overview } from '../../shared/contract/overview.ts'
import { minutesAndSeconds } from '../ui/time.ts'
import { useWords } from '../words/use-words.ts'

type Sync = Overview['sync']

/** Whether there is anything to tell: something is fetched or waited for, or records of the past are missing. */
export const isSyncing = ({ progress }: Sync): boolean => progress !== undefined && (progress.phase !== 'idle' || progress.waitsFor !== null || progress.history !== null)

/** How far the present phase is, in whole percent; null where its end is not known. */
export const syncPercent = ({ progress }: Sync): number | null => (progress && progress.total > 0 ? Math.min(100, Math.floor((100 * progress.done) / progress.total)) : null)

/** What is being fetched, how far it is, from whom, and what it waits for. */
export function SyncProgress({ sync }: { readonly sync: Sync }) {
  const { t, problem } = useWords()
  const { progress } = sync
  if (!progress || !isSyncing(sync)) return null
  const { phase, done, total, bytes, msLeft, sources, dropped, waitsFor, history } = progress
  const percent = syncPercent(sync)
  return (
    <div className="stack-tight sync" data-testid="sync" data-phase={phase}>
      {phase !== 'idle' && (
        <>
          <div className="row">
            <strong>{t(`overview.sync.phase.${phase}`)}</strong>
            <span className="num">{total > 0 ? t(phase === 'state' ? 'overview.sync.buckets' : 'overview.sync.records', { done, total }) : done > 0 && t('overview.sync.count', { done })}</span>
            {bytes > 0 && <span className="num quiet">{t('overview.sync.bytes', { mb: (bytes / 1_048_576).toFixed(1) })}</span>}
            {msLeft !== null && <span className="num quiet">{t('overview.sync.left', { time: minutesAndSeconds(msLeft) })}</span>}
          </div>
          {percent !== null && <Progress percent={percent} size="small" aria-label={t(`overview.sync.phase.${phase}`)} />}
        </>
      )}
      {history && <div className="num">{t('overview.sync.history', history)}</div>}
      {sources.length > 0 && <div className="quiet">{t('overview.sync.sources', { members: sources.join(' ') })}</div>}
      {waitsFor && <div className="warn-text">{t('overview.sync.waits', { what: problem(waitsFor).cause })}</div>}
      {dropped.length > 0 && <div className="quiet" title={dropped.map(({ member, code }) => `${member}: ${problem({ code }).cause}`).join('\n')}>{t('overview.sync.dropped', { members: [...new Set(dropped.map(({ member }) => member))].join(' ') })}</div>}
    </div>
  )
}
