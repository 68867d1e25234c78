import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Tag } from 'antd'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { normaliseUscc } from '../../../shared/credit/uscc/check.ts'
import { api } from '../../api/client.ts'
import { Uscc } from '../../ui/Code.tsx'
import { textOf } from '../../ui/text-of.ts'
import { useWords } from '../../words/use-words.ts'
import type { Content } from './content.ts'

const PAUSE = 350
/** Shorter beginnings of a code are shared by every agency of a province. */
const CODE_FROM = 9

/** Institutions of the ledger that may be the one being registered, looked up while code and name are typed. */
export function Similar({ content }: { readonly content: Content }) {
  const { t, term } = useWords()
  const uscc = normaliseUscc(textOf(content, 'uscc')).slice(0, 40)
  const name = textOf(content, 'nameZh').trim().slice(0, 100)
  const asked = useSettled(`${uscc.length >= CODE_FROM ? uscc : ''}\n${name}`)
  const [askedCode = '', askedName = ''] = asked.split('\n')
  const found = useQuery({
    ...api.institutions.similar.queryOptions({ input: { uscc: askedCode, name: askedName } }),
    enabled: askedCode !== '' || askedName.length >= 2,
    placeholderData: keepPreviousData,
  })
  const items = asked === '\n' ? [] : (found.data?.items ?? [])
  if (items.length === 0) return null
  return (
    <aside className="similar" role="status" data-testid="similar">
      <div className="warn-text">▲ {t('drafts.input.similar')}</div>
      <ul className="list-plain">
        {items.map((row) => (
          <li key={row.uscc} data-testid={`similar-${row.uscc}`}>
            <Link to={`/institutions/${row.uscc}`}>{row.nameZh}</Link> <Uscc code={row.uscc} /> <span className="quiet">{term('type', row.type)} · {row.home}</span>{' '}
            {row.uscc === uscc && <Tag color="red">{t('drafts.input.sameCode')}</Tag>}
            {row.uscc !== uscc && row.nameZh === name && <Tag color="orange">{t('drafts.input.sameName')}</Tag>}
          </li>
        ))}
      </ul>
    </aside>
  )
}

/** The value once it has stood still for a moment. What an input method is still composing never gets here. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
