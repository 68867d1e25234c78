import './jitless.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './app/app.css'
import { App } from './app/App.tsx'
import { hostConnection } from './api/client.ts'
import { startWords } from './words/i18n.ts'

const element = document.getElementById('root')
if (!element) throw new Error('the page has no root')
hostConnection.start()
void startWords().then(() => createRoot(element).render(<StrictMode><App /></StrictMode>))
