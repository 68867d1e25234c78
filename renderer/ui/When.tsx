import { Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import { age, beijing } from './time.ts'

/** A moment, `yyyy-MM-dd HH:mm` Beijing time. */
export function When({ ms }: { readonly ms: number }) {
  const { t } = useWords()
  const time = beijing(ms)
  return (
    <Tooltip title={t('common.time.beijing', { time })}>
      <time className="num nowrap" dateTime={new Date(ms).toISOString()}>{time}</time>
    </Tooltip>
  )
}

/** The clock of the page, ticking every `every` milliseconds. */
export function useNow(every = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}

/** How long ago, kept up to date. */
export function Age({ ms }: { readonly ms: number }) {
  const { t } = useWords()
  const now = useNow()
  const { unit, n } = age(ms, now)
  return (
    <Tooltip title={t('common.time.beijing', { time: beijing(ms) })}>
      <span className="nowrap">{t(`common.time.${unit}`, { n })}</span>
    </Tooltip>
  )
}
