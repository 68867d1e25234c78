import { InboxOutlined } from '@ant-design/icons'
import { Alert } from 'antd'
import { useRef, useState } from 'react'
import { useWords } from '../words/use-words.ts'

interface Props {
  /** Endings for the file dialog, e.g. `.csv`. */
  readonly accept: string
  readonly maxBytes: number
  readonly hint: string
  readonly onFile: (file: File) => void
  readonly testId: string
}

/** A place to drop one file or to choose it by keyboard; the size is checked before a byte is read. */
export function FileDrop({ accept, maxBytes, hint, onFile, testId }: Props) {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [file, setFile] = useState<File | null>(null)
  const take = (chosen: File | undefined): void => {
    setOver(false)
    if (!chosen) return
    setFile(chosen)
    if (chosen.size <= maxBytes) onFile(chosen)
  }
  return (
    <div>
      <button
        type="button"
        className={over ? 'drop over' : 'drop'}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          take(event.dataTransfer.files[0])
        }}
      >
        <InboxOutlined className="drop-icon" aria-hidden />
        <span>{file && file.size <= maxBytes ? t('app.fileChosen', { name: file.name, size: Math.ceil(file.size / 1024) }) : t('app.dropFile')}</span>
        <span className="quiet">{hint}</span>
      </button>
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        data-testid={testId}
        aria-label={hint}
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {file && file.size > maxBytes && (
        <Alert type="error" showIcon title={t('app.dropTooLarge', { size: (file.size / 1_048_576).toFixed(1), limit: Math.floor(maxBytes / 1_048_576) })} />
      )}
    </div>
  )
}
