import type { InstitutionDetail } from '../../../shared/contract/institutions.ts'
import { Diff, Fields } from '../../ui/Fields.tsx'
import { Block } from '../../ui/Page.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

const ORDER = ['uscc', 'nameZh', 'shortName', 'nameEn', 'type', 'roles', 'bizStatus', 'homeCenter', 'regionCode', 'address', 'establishedOn', 'practiceSince', 'registeredCapitalFen']

/** The register entry and how it came to be: each version against the one before. */
export function Versions({ versions }: { readonly versions: InstitutionDetail['versions'] }) {
  const { t } = useWords()
  const sorted = versions.toSorted((a, b) => b.version - a.version)
  return (
    <div className="stack">
      {sorted.map((entry, index) => {
        const before = sorted[index + 1]
        return (
          <Block
            key={entry.version}
            title={<span className="row">{t('institutions.version', { version: entry.version })} <span className="quiet">{t('institutions.source', entry.origin)} · <When ms={entry.origin.time} /></span></span>}
            extra={<StateTag state={entry.origin.state} />}
          >
            {index === 0 && <Fields content={entry.content} order={ORDER} />}
            {before ? <><div className="quiet">{t('institutions.compare')}</div><Diff before={before.content} after={entry.content} /></> : <div className="quiet">{t('institutions.firstVersion')}</div>}
          </Block>
        )
      })}
    </div>
  )
}
