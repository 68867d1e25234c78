import { ExperimentOutlined } from '@ant-design/icons'
import { useWords } from '../words/use-words.ts'

/** Stands above every screen of a demonstration, so that it can't be taken for a real network. */
export function DemoBanner() {
  const { t } = useWords()
  return (
    <div className="demo-banner" role="note" data-testid="demo-banner">
      <ExperimentOutlined aria-hidden /> {t('app.demoBanner')}
    </div>
  )
}
