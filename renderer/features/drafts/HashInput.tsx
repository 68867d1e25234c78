import { FileProtectOutlined } from '@ant-design/icons'
import { Button, Space } from 'antd'
import { useRef } from 'react'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { useWords } from '../../words/use-words.ts'
import type { InputProps } from './FieldInput.tsx'

/** SHA-256 of a file's bytes, lower-case hexadecimal. The file itself goes nowhere. */
export async function digestOf(file: Blob): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()))
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A digest, typed or taken from a file on this computer. */
export function HashInput({ spec, value, onChange, disabled, id }: InputProps) {
  const { t, field } = useWords()
  const file = useRef<HTMLInputElement>(null)
  return (
    <Space.Compact className="full">
      <ImeInput
        id={id}
        data-testid={`field-${id}`}
        aria-label={field(spec.key)}
        className="mono"
        value={typeof value === 'string' ? value : ''}
        disabled={disabled}
        maxLength={64}
        spellCheck={false}
        onCommit={(typed) => onChange(typed.normalize('NFKC').trim().toLowerCase())}
      />
      <Button disabled={disabled} icon={<FileProtectOutlined />} title={t('drafts.input.fileHash')} aria-label={t('drafts.input.fileHash')} onClick={() => file.current?.click()} />
      <input
        ref={file}
        type="file"
        hidden
        data-testid={`file-${id}`}
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          if (chosen) void digestOf(chosen).then(onChange)
          event.target.value = ''
        }}
      />
    </Space.Compact>
  )
}
