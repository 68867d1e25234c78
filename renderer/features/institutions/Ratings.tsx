import { Tag } from 'antd'
import { Link } from 'react-router'
import type { RatingView } from '../../../shared/contract/institutions.ts'
import { Bars } from '../../ui/Bars.tsx'
import { GradeCell } from '../../ui/Grade.tsx'
import { limitsOf } from '../../ui/methodology.ts'
import { scoreText } from '../../ui/money.ts'
import { Block } from '../../ui/Page.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { Redress, Standing } from './Redress.tsx'
import { useWords } from '../../words/use-words.ts'

/** The centers' ratings side by side, current ones first; never an average. */
export function Ratings({ ratings, uscc, me }: { readonly ratings: readonly RatingView[]; readonly uscc: string; readonly me: string | undefined }) {
  const { t, term } = useWords()
  if (ratings.length === 0) return <EmptyHint text={t('institutions.ratingsNone')} hint={t('institutions.ratingsHint')} />
  const sorted = ratings.toSorted((a, b) => Number(b.current) - Number(a.current) || (a.asOf < b.asOf ? 1 : -1))
  return (
    <div className="grid">
      {sorted.map((rating) => (
        <Block
          key={rating.origin.recordId}
          className="col-6"
          testId={`rating-${rating.center}-${rating.version}`}
          title={<span className="row"><Tag>{rating.center}</Tag><GradeCell grade={rating} /><span className="quiet">{t('institutions.version', { version: rating.version })} · {rating.current ? t('institutions.current') : t('institutions.superseded')}</span></span>}
          extra={<span className="row"><Standing row={rating} /><StateTag state={rating.origin.state} /><Redress row={rating} uscc={uscc} me={me} repairable={false} /></span>}
        >
          <div className="stack-tight">
            <div className="row quiet">
              <span>{t('institutions.asOf', { date: rating.asOf })}</span>
              <span>{t('institutions.validTo', { date: rating.validTo })}</span>
              <span>{t('institutions.outlook', { word: term('outlook', rating.outlook) })}</span>
              {rating.watch && <Tag color="gold">▲ {t('institutions.watch')}</Tag>}
              {rating.rawScore !== null && rating.rawScore !== rating.score && <span>{t('institutions.raw', { score: scoreText(rating.rawScore) })}</span>}
            </div>
            {rating.caps.length > 0 && <div className="warn-text">▲ {t('institutions.caps')}: {rating.caps.join(', ')}</div>}
            {rating.vetoes.length > 0 && <div className="bad-text">✕ {t('institutions.vetoes')}: {rating.vetoes.join(', ')}</div>}
            <Bars
              label={t('institutions.tabs.ratings', { n: 1 })}
              bars={Object.entries(rating.dimensions).map(([code, value]) => ({ key: code, label: `${code} ${term('dimension', code)}`, value, ...limitsOf(code) }))}
            />
            <div className="pre-wrap">{rating.opinion}</div>
            <Link to={`/network/records/${rating.origin.recordId}`}>{t('institutions.record')} · {t('institutions.source', rating.origin)}</Link>
          </div>
        </Block>
      ))}
    </div>
  )
}
