import { Typography } from 'antd'
import { useWords } from '../words/use-words.ts'

/** A unified social credit code: monospace, never broken, easy to select as a whole. */
export const Uscc = ({ code }: { readonly code: string }) => <span className="mono nowrap select-all">{code}</span>

/** A long hexadecimal id: the beginning is shown, the whole of it is copied. */
export function Hash({ hex, length = 10 }: { readonly hex: string; readonly length?: number }) {
  const { t } = useWords()
  return (
    <Typography.Text className="mono nowrap" title={hex} copyable={{ text: hex, tooltips: [t('app.copy'), t('app.copied')] }}>
      {hex.slice(0, length)}
    </Typography.Text>
  )
}
