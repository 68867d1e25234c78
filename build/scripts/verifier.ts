import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'vite'

/** Where the verifier page is built to: one file that people save and open from their disk. */
export const VERIFIER = 'out/verifier/zhengxinlian-verifier.html'

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`

/**
 * Builds the page of renderer/verifier into one HTML file: script and style stand inside, and the content policy names them by
 * their hashes, so nothing else can run and nothing can be loaded.
 */
export async function buildVerifier(root: string): Promise<void> {
  const source = path.join(root, 'renderer/verifier')
  const built = await build({
    root: source,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'chrome111',
      minify: true,
      sourcemap: false,
      modulePreload: false,
      rolldownOptions: { input: path.join(source, 'main.ts'), output: { format: 'iife' } },
    },
  })
  const [result] = [built].flat()
  const chunks = result && 'output' in result ? result.output.filter((part) => part.type === 'chunk') : []
  if (chunks.length !== 1) throw new Error(`the verifier page has ${chunks.length} scripts instead of one`)
  // What would end the script element, or make its parser look for such an end, is spelled another way.
  const script = chunks[0]!.code.replaceAll('\r', '').replace(/<(?=\/script|!--|script)/gi, '\\x3C')
  const style = readFileSync(path.join(source, 'page.css'), 'utf8')
  const parts: Record<string, string> = { __SCRIPT_HASH__: hashOf(script), __STYLE_HASH__: hashOf(style), __STYLE__: style, __SCRIPT__: script }
  const html = readFileSync(path.join(source, 'page.html'), 'utf8').replace(/__(?:SCRIPT|STYLE)(?:_HASH)?__/g, (name) => parts[name]!)
  const file = path.join(root, VERIFIER)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, html)
}
