import { Button, Result } from 'antd'
import { useNavigate, useRouteError } from 'react-router'
import { useWords } from '../words/use-words.ts'

/** One screen failed; the menu and the other screens go on. */
export function Broken() {
  const { t } = useWords()
  const error = useRouteError()
  const navigate = useNavigate()
  return (
    <Result
      status="error"
      title={t('app.broken')}
      subTitle={<span className="mono">{error instanceof Error ? error.message : String(error)}</span>}
      extra={<Button type="primary" onClick={() => void navigate('/overview')}>{t('app.menu.overview')}</Button>}
    />
  )
}
