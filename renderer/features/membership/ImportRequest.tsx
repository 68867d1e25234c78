import { Button } from 'antd'
import { useRef } from 'react'
import { peer } from '../../api/client.ts'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'

/** A request to join that came as a file. */
export function ImportRequest({ done }: { readonly done: () => void }) {
  const { t } = useWords()
  const act = useAct()
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return
    if (await act(async () => peer.membership.importRequest({ text: await file.text() }))) done()
  }
  return (
    <>
      <Button size="small" onClick={() => input.current?.click()}>{t('membership.importRequest')}</Button>
      <input
        ref={input}
        type="file"
        accept=".json"
        hidden
        data-testid="import-request"
        aria-label={t('membership.importRequest')}
        onChange={(event) => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </>
  )
}
