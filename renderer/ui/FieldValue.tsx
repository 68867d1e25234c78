import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useWords, type TermGroup, type Words } from '../words/use-words.ts'
import { Hash, Uscc } from './Code.tsx'
import { fenToYuan, scoreText } from './money.ts'

/** Fields whose values are codes, and the group their words are in. */
const coded: Readonly<Record<string, TermGroup>> = {
  type: 'type', roles: 'type', role: 'type', bizStatus: 'bizStatus', serviceKind: 'serviceKind', state: 'engagementState',
  qualityGrade: 'qualityGrade', polarity: 'polarity', subjectKind: 'subjectKind', category: 'category', source: 'source',
  authorityLevel: 'authorityLevel', retentionClass: 'retention', ratingType: 'ratingType', outlook: 'outlook', status: 'memberStatus',
  matter: 'governanceMatter', choice: 'governanceChoice', tier: 'tier', reasonCode: 'objectionReason', outcome: 'objectionOutcome', applicant: 'applicant', basis: 'repairBasis',
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

/** The word for a field's code, or null where the field is not coded. */
export function codeWord(words: Words, key: string, code: string): string | null {
  const group = coded[key]
  if (group) return words.term(group, code)
  return key === 'regionCode' ? `${words.term('region', code.slice(0, 2))} ${code}` : null
}

/** The value of a record's field in words: codes translated, amounts in yuan, hashes shortened, lists side by side. */
export function FieldValue({ name, value }: { readonly name: string; readonly value: unknown }): ReactNode {
  const words = useWords()
  const { t } = words
  if (isEmpty(value)) return <span className="quiet">{t('app.notGiven')}</span>
  if (typeof value === 'boolean') return value ? t('app.yes') : t('app.no')
  if (typeof value === 'number' && (name === 'score' || name === 'rawScore')) return <span className="num">{scoreText(value)}</span>
  if (typeof value === 'number') return <span className="num">{name.endsWith('Fen') ? t('common.money.yuan', { amount: fenToYuan(value) }) : value}</span>
  if (typeof value === 'string') {
    const word = codeWord(words, name, value)
    if (word !== null) return word
    if (/uscc/i.test(name)) return <Uscc code={value} />
    if (/^[0-9a-f]{64}$/.test(value)) return <Hash hex={value} />
    return <span className="pre-wrap">{value}</span>
  }
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) {
      return value.map((item) => <Tag key={item}>{codeWord(words, name, item) ?? item}</Tag>)
    }
    return value.map((item, index) => <div key={index} className="nested"><FieldValue name={name} value={item} /></div>)
  }
  const { count, hash } = value as { count?: unknown; hash?: unknown }
  if (typeof count === 'number' && typeof hash === 'string') return <span className="nowrap">{t('common.entries', { n: count })} <Hash hex={hash} /></span>
  return (
    <span>
      {Object.entries(value as Record<string, unknown>)
        .filter(([, part]) => !isEmpty(part))
        .map(([key, part]) => (
          <span key={key} className="pair">
            <span className="quiet">{words.field(key)} </span>
            <FieldValue name={key} value={part} />
          </span>
        ))}
    </span>
  )
}
