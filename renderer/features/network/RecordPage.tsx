import { useQuery } from '@tanstack/react-query'
import { Alert, Descriptions, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import type { RecordDetail } from '../../../shared/contract/network.ts'
import { api, peer } from '../../api/client.ts'
import { HistoryNote } from '../../parts/HistoryNote.tsx'
import { Hash, Uscc } from '../../ui/Code.tsx'
import { Fields } from '../../ui/Fields.tsx'
import { download } from '../../ui/files.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Wait } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

/** One record as the ledger holds it, with its proof to take away. */
export function RecordPage() {
  const { t, term } = useWords()
  const act = useAct()
  const { recordId = '' } = useParams()
  const query = useQuery(api.network.record.queryOptions({ input: { recordId } }))
  const exportProof = (): void =>
    void act(async () => {
      const { fileName, text } = await peer.network.exportProof({ type: 'record', recordId })
      download(fileName, text)
    })
  const record = query.data
  return (
    <Page
      testId="record"
      title={record ? <>{record.title || term('kind', record.kind)}</> : t('network.record')}
      note={record && <span className="row"><Tag>{term('kind', record.kind)}</Tag><StateTag state={record.state} /></span>}
      actions={<GuardedButton type="primary" data-testid="export-proof" why={record && record.state.word !== 'final' ? { code: 'UI_PROOF_NEEDS_FINAL' } : null} onClick={exportProof}>{t('network.exportProof')}</GuardedButton>}
    >
      <HistoryNote />
      <Wait query={query}>{(data) => <Detail record={data} />}</Wait>
    </Page>
  )
}

function Detail({ record }: { readonly record: RecordDetail }) {
  const { t, term, field } = useWords()
  const content = (record.body['c'] ?? record.body) as Record<string, unknown>
  return (
    <>
      {record.void && <ProblemAlert problem={record.void} severity="warning" />}
      {record.marks.map(({ mark, by }) => <Alert key={mark} type={mark === 'repaired' ? 'success' : 'warning'} showIcon data-testid={`mark-${mark}`} title={<>{t(`network.mark.${mark}`)} <Link to={`/network/records/${by}`}>{t('network.markBy')}</Link></>} />)}
      <Descriptions
        size="small"
        bordered
        column={3}
        items={[
          { key: 'id', label: t('network.recordId'), children: <Hash hex={record.recordId} length={24} />, span: 2 },
          { key: 'block', label: t('network.height'), children: record.height === null ? t('network.notFinal') : <Link to={`/network/blocks/${record.height}`}>{record.height} · {record.index}</Link> },
          { key: 'device', label: t('network.device'), children: <><Hash hex={record.device} length={16} /> · {t('network.seq')} {record.seq}</>, span: 2 },
          { key: 'author', label: t('network.author'), children: record.author },
          { key: 'at', label: t('network.signedAt'), children: <When ms={record.at} /> },
          { key: 'staff', label: t('network.staff'), children: <span className="mono">{record.staffId ?? '–'}</span> },
          { key: 'uscc', label: field('uscc'), children: record.uscc ? <Link to={`/institutions/${record.uscc}`}><Uscc code={record.uscc} /></Link> : '–' },
          { key: 'steps', label: t('network.steps'), span: 3, children: record.steps.length === 0 ? '–' : record.steps.map((step) => <span key={step.step + step.staffId} className="pair">{term('step', step.step)} <span className="mono">{step.staffId}</span> <span className="quiet"><When ms={step.at} /></span></span>) },
        ]}
      />
      <Block title={t('network.body')} flush><Fields content={content} /></Block>
    </>
  )
}
