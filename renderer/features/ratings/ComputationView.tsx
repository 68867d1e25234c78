import type { Computation } from '../../../shared/contract/ratings.ts'
import { Bars } from '../../ui/Bars.tsx'
import { GradeTag } from '../../ui/Grade.tsx'
import { scoreText, signed } from '../../ui/money.ts'
import { Block, Figure } from '../../ui/Page.tsx'
import { useWords } from '../../words/use-words.ts'
import { Lines } from './Lines.tsx'

/** A computed rating: the result, how each dimension adds up, what limits it, every line and what changed. */
export function ComputationView({ computation }: { readonly computation: Computation }) {
  const { t, term, name, field } = useWords()
  const { caps, vetoes, previous } = computation
  return (
    <>
      <Block testId="rating-result">
        <div className="strip">
          <Figure label={field('grade')} note={term('class', computation.class)}><span data-testid="rating-notation"><GradeTag notation={computation.notation} klass={computation.class} /></span></Figure>
          <Figure label={t('ratings.score')} note={computation.score === computation.rawScore ? undefined : `${t('ratings.raw')} ${scoreText(computation.rawScore)}`}><span data-testid="rating-score">{computation.score === null ? t('common.grade.noScore') : scoreText(computation.score)}</span></Figure>
          <Figure label={t('ratings.base')}>{scoreText(computation.base)}</Figure>
          <Figure label={t('ratings.mitigation')}>{signed(computation.mitigation)}</Figure>
          <Figure label={field('adjustment')}>{signed(computation.adjustment)}</Figure>
          <Figure label={t('ratings.methodology')} note={<>{t('ratings.inputs', { n: computation.inputs.length })} · {t('ratings.basis', { height: computation.basisHeight })}</>}>
            <span className="small-text">{computation.methodology.id} {computation.methodology.version}</span> <span className="quiet small-text">{t('ratings.proposal')}</span>
          </Figure>
        </div>
      </Block>
      <div className="grid">
        <Block className="col-7" title={t('ratings.dimensions')}>
          <Bars label={t('ratings.dimensions')} bars={computation.dimensions.map((row) => ({ key: row.code, label: `${row.code} ${name(row)}`, value: row.clamped, sum: row.sum, maxPlus: row.maxPlus, maxMinus: row.maxMinus }))} />
        </Block>
        <Block className="col-5" title={t('ratings.caps')}>
          {caps.length + vetoes.length === 0 && <span className="good-text">✓ {t('ratings.capsNone')}</span>}
          {vetoes.map((veto) => <div key={veto.code} className="bad-text">✕ {veto.code} {t('ratings.vetoTo', { name: name(veto) })}</div>)}
          {caps.map((cap) => <div key={cap.code} className="warn-text">▲ {cap.code} {t('ratings.capTo', { name: name(cap), grade: cap.maxGrade })}</div>)}
          <h2 className="sub-head">{t('ratings.previous')}</h2>
          {previous ? <Previous previous={previous} /> : <span className="quiet">{t('ratings.previousNone')}</span>}
        </Block>
      </div>
      <Lines lines={computation.lines} />
    </>
  )
}

function Previous({ previous }: { readonly previous: NonNullable<Computation['previous']> }) {
  const { t, name } = useWords()
  return (
    <div className="stack-tight">
      <span>{t('ratings.previousText', { ...previous, score: previous.score === null ? '–' : scoreText(previous.score) })}</span>
      {previous.changes.length === 0 ? (
        <span className="quiet">{t('ratings.changesNone')}</span>
      ) : (
        <table className="plain-table" aria-label={t('ratings.changes')}>
          <thead><tr><th>{t('ratings.changes')}</th><th>{t('ratings.before')}</th><th>{t('ratings.after')}</th></tr></thead>
          <tbody>{previous.changes.map((change) => <tr key={change.indicator}><td><span className="mono quiet">{change.indicator}</span> {name(change)}</td><td className="num">{signed(change.before)}</td><td className="num">{signed(change.after)}</td></tr>)}</tbody>
        </table>
      )}
    </div>
  )
}
