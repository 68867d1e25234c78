import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Progress, Radio, Space } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ImportKind, ImportPreview } from '../../../shared/contract/imports.ts'
import { api, peer } from '../../api/client.ts'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { download, fileToBase64 } from '../../ui/files.ts'
import { Block, Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useSettings } from '../../words/settings.ts'
import { useWords } from '../../words/use-words.ts'
import { Preview } from './Preview.tsx'

const KINDS: readonly ImportKind[] = ['institutions', 'engagements', 'conduct']
interface Chosen {
  readonly kind: ImportKind
  readonly name: string
  readonly base64: string
}
type Committed = Awaited<ReturnType<typeof peer.imports.commit>>

/** Choose what and which file, look at the dry run, then make drafts. */
export function Imports() {
  const { t } = useWords()
  const language = useSettings((state) => state.language)
  const queries = useQueryClient()
  const act = useAct()
  const [kind, setKind] = useState<ImportKind>('institutions')
  const [file, setFile] = useState<Chosen | null>(null)
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [committed, setCommitted] = useState<Committed | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState<'checking' | 'committing' | null>(null)
  const reset = (): void => {
    setFile(null)
    setPreview(null)
    setCommitted(null)
    setProblem(null)
  }
  const check = async (chosen: File, as: ImportKind): Promise<void> => {
    reset()
    setBusy('checking')
    try {
      const input = { kind: as, name: chosen.name, base64: await fileToBase64(chosen) }
      setFile(input)
      setPreview(await peer.imports.preview(input))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(null)
    }
  }
  const commit = async (): Promise<void> => {
    if (!file) return
    setBusy('committing')
    setProblem(null)
    try {
      setCommitted(await peer.imports.commit(file))
      void queries.invalidateQueries({ queryKey: api.drafts.key() })
      void queries.invalidateQueries({ queryKey: api.overview.key() })
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(null)
    }
  }
  const saveCsv = (call: Promise<{ fileName: string; csv: string }>): void =>
    void act(async () => {
      const { fileName, csv } = await call
      download(fileName, csv, 'text/csv')
    })
  return (
    <Page testId="imports" title={t('imports.title')} note={t('imports.lead')}>
      <Block>
        <div className="stack">
          <div className="row">
            <span className="quiet">{t('imports.kind')}</span>
            <Radio.Group
              optionType="button"
              value={kind}
              onChange={(event) => {
                setKind(event.target.value as ImportKind)
                reset()
              }}
              options={KINDS.map((value) => ({ value, label: <span data-testid={`import-kind-${value}`}>{t(`imports.kinds.${value}`)}</span> }))}
            />
            <Button type="link" data-testid="import-template" onClick={() => saveCsv(peer.imports.template({ kind }))}>{t('imports.template')}</Button>
          </div>
          <FileDrop key={kind} accept=".csv,text/csv" maxBytes={8 * 1024 * 1024} hint={t('imports.file')} onFile={(chosen) => void check(chosen, kind)} testId="import-file" />
          {busy === 'checking' && <div role="status"><Progress percent={100} status="active" showInfo={false} />{t('imports.checking')}</div>}
          {problem !== null && <ProblemAlert problem={problem} />}
          {committed && (
            <Alert
              type="success"
              showIcon
              data-testid="import-done"
              title={t('imports.done', committed)}
              description={<div className="stack-tight"><span>{t('imports.doneHint', { batch: committed.batchId })}</span><Space><Link to={`/drafts?box=mine&batch=${committed.batchId}`}><Button type="primary" data-testid="import-open-batch">{t('imports.openBatch')}</Button></Link><Button onClick={reset}>{t('imports.again')}</Button></Space></div>}
            />
          )}
        </div>
      </Block>
      {file && preview && !committed && (
        <Preview preview={preview} onReport={() => saveCsv(peer.imports.report({ ...file, language }))}>
          {preview.ready > 0 ? (
            <Button type="primary" loading={busy === 'committing'} data-testid="import-commit" onClick={() => void commit()}>{t('imports.commit', { n: preview.ready })}</Button>
          ) : (
            <span className="warn-text">▲ {t('imports.nothing')}</span>
          )}
        </Preview>
      )}
    </Page>
  )
}
