import { Button, Popover } from 'antd'
import { useWords } from '../../words/use-words.ts'
import type { Finding } from './findings.ts'

/** How many checks fail, and the list of them; choosing one goes to its field. */
export function FindingsBar({ findings, onShow }: { readonly findings: readonly Finding[]; readonly onShow: () => void }) {
  const { t, field, problem } = useWords()
  const errors = findings.filter((finding) => finding.severity === 'error').length
  const warnings = findings.length - errors
  if (findings.length === 0) return <span className="good-text" data-testid="findings" data-errors={0}>✓ {t('drafts.findingsNone')}</span>
  const label = (path: string): string => path.split('.').map((part) => (/^\d+$/.test(part) ? `#${Number(part) + 1}` : field(part))).join(' › ')
  const go = (path: string): void => {
    onShow()
    const element = document.getElementById(path) ?? document.getElementById(path.split('.')[0] ?? '')
    element?.scrollIntoView({ block: 'center' })
    element?.focus()
  }
  return (
    <Popover
      trigger="click"
      placement="topLeft"
      content={
        <ul className="list-plain scroll-y findings-list">
          {findings.map((finding, index) => (
            <li key={index}>
              <button type="button" className="link-button" onClick={() => go(finding.path)}>
                <span className={finding.severity === 'error' ? 'bad-text' : 'warn-text'}>{finding.severity === 'error' ? '✕' : '▲'} {label(finding.path)}</span>: {problem(finding).cause} <span className="quiet">{problem(finding).next}</span>
              </button>
            </li>
          ))}
        </ul>
      }
    >
      <Button size="small" type="text" data-testid="findings" data-errors={errors} onClick={onShow}>
        <span className={errors > 0 ? 'bad-text' : 'warn-text'}>{errors > 0 ? '✕' : '▲'} {t('drafts.findings', { errors, warnings })}</span>
      </Button>
    </Popover>
  )
}
