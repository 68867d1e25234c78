import '../jitless.ts'
import { MAX_PROOF_CHARACTERS } from '../../shared/contract/network.ts'
import { describe, type Row, type Speaker } from '../../shared/credit/proof/describe.ts'
import { verifyDocument, type DocumentVerdict } from '../../shared/credit/proof/verdict.ts'
import enCredit from '../../shared/i18n/en/credit.ts'
import enLedger from '../../shared/i18n/en/errors-ledger.ts'
import en from '../../shared/i18n/en/verdict.ts'
import { fill } from '../../shared/i18n/fill.ts'
import zhCredit from '../../shared/i18n/zh-CN/credit.ts'
import zhLedger from '../../shared/i18n/zh-CN/errors-ledger.ts'
import zhErrors from '../../shared/i18n/zh-CN/errors-credit.ts'
import enErrors from '../../shared/i18n/en/errors-credit.ts'
import zh from '../../shared/i18n/zh-CN/verdict.ts'
import { fromHex } from '../../shared/kit/bytes.ts'

/**
 * The verifier page: one file that works from a disk without any network. It gives the verdict of the command line, by the
 * same function. Nothing is kept and nothing is sent; the content policy forbids every connection.
 */
let english = !/^zh/i.test(navigator.language)
let bytes: Uint8Array | null = null
let fileName = ''
let tooLarge = false
let pinned = ''

type Attributes = Readonly<Record<string, string>>
function element<K extends keyof HTMLElementTagNameMap>(name: K, attributes: Attributes = {}, ...children: readonly (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

function speaker(): Speaker {
  const errors: Readonly<Record<string, { readonly cause: string; readonly next: string } | undefined>> = english ? { ...enErrors, ...enLedger } : { ...zhErrors, ...zhLedger }
  const kinds: Readonly<Record<string, string>> = (english ? enCredit : zhCredit).kind
  return {
    words: english ? en : zh,
    fill,
    kindName: (kind) => kinds[kind] ?? kind,
    problem: ({ code, params }) => `${fill(errors[code]?.cause ?? '', params)} [${code}]`.trim(),
  }
}

const words = (): typeof zh.page => (english ? en : zh).page
const isHash = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text)

async function take(file: File | undefined): Promise<void> {
  if (!file) return
  fileName = file.name
  tooLarge = file.size > MAX_PROOF_CHARACTERS
  bytes = tooLarge ? null : new Uint8Array(await file.arrayBuffer())
  show()
}

const table = (rows: readonly Row[]): HTMLElement =>
  element('table', {}, element('tbody', {}, ...rows.map(([label, value]) => element('tr', {}, element('th', { scope: 'row' }, label), element('td', {}, value)))))

function answer(verdict: DocumentVerdict): readonly Node[] {
  const { headline, notes, rows, records } = describe(verdict, speaker())
  const nodes: Node[] = [
    element('h2', { class: verdict.verdict, 'data-testid': 'verdict', 'data-verdict': verdict.verdict, 'data-kind': verdict.kind ?? '', 'data-code': verdict.problem?.code ?? '' }, headline),
    element('div', { class: 'quiet' }, fileName),
    ...notes.map((note) => element('p', {}, note)),
  ]
  if (rows.length > 0) nodes.push(table(rows))
  for (const [i, record] of records.entries()) {
    nodes.push(element('h3', { class: record.inForce ? '' : 'changed' }, record.title), table(record.rows))
    nodes.push(element('details', {}, element('summary', {}, words().content), element('pre', {}, JSON.stringify(verdict.facts?.records[i]?.body, null, 2))))
  }
  const entries = verdict.facts?.entries ?? []
  if (entries.length > 0) nodes.push(element('details', {}, element('summary', {}, fill(words().entries, { count: entries.length })), element('pre', {}, JSON.stringify(entries, null, 2))))
  nodes.push(element('details', {}, element('summary', {}, 'JSON'), element('pre', { 'data-testid': 'json' }, JSON.stringify(verdict, null, 2))))
  return nodes
}

function result(): readonly Node[] {
  if (tooLarge) return [element('p', { class: 'bad', 'data-testid': 'too-large' }, words().tooLarge)]
  if (bytes === null || (pinned !== '' && !isHash(pinned))) return []
  return answer(verifyDocument(bytes, pinned === '' ? null : fromHex(pinned)))
}

const place = element('section', { 'aria-live': 'polite' })

function show(): void {
  place.replaceChildren(...result())
}

function draw(): void {
  const page = words()
  document.documentElement.lang = english ? 'en' : 'zh-CN'
  document.title = page.title
  const language = element('button', { type: 'button', 'data-testid': 'language' }, page.language)
  language.addEventListener('click', () => {
    english = !english
    draw()
  })
  const input = element('input', { type: 'file', hidden: '', 'data-testid': 'file' })
  input.addEventListener('change', () => void take(input.files?.[0]))
  const drop = element('button', { type: 'button', class: 'drop' }, page.lead)
  drop.addEventListener('click', () => input.click())
  const wrong = element('span', { class: 'bad' })
  const hash = element('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', maxlength: '64', 'data-testid': 'genesis' })
  hash.value = pinned
  hash.addEventListener('input', () => {
    pinned = hash.value.trim()
    wrong.textContent = pinned === '' || isHash(pinned) ? '' : page.genesisWrong
    show()
  })
  document.querySelector('#root')!.replaceChildren(
    element('header', {}, element('h1', {}, page.title), language),
    drop, input,
    element('label', {}, page.genesis, hash), element('div', { class: 'quiet' }, page.genesisHint, ' ', wrong),
    place,
  )
  show()
}

// The whole page takes a file: who misses the field must not lose the page to it.
document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', (event) => {
  event.preventDefault()
  void take(event.dataTransfer?.files[0])
})
draw()
