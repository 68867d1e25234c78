import { copyFileSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { build, type InlineConfig } from 'vite'
import { VERIFIER_PAGE } from '../../shared/contract/page.ts'
import { buildVerifier, VERIFIER } from './verifier.ts'

/**
 * Builds what runs: the Node rooms (peer, host, cli) as ES modules for Node 20 and newer; main and the sandboxed preload
 * as one CommonJS file each (main must have spoken before Electron is ready, and a module is loaded too late for that);
 * the page; and the verifier page, one file to be handed on. Every JavaScript dependency is bundled: starting one file is twice as fast as
 * resolving hundreds, and only better-sqlite3 (native) stays outside.
 */
// What is built is what ships: whoever starts the build (a test runner, say) must not turn it into a development build.
process.env['NODE_ENV'] = 'production'

const root = path.resolve(import.meta.dirname, '../..')
const out = path.join(root, 'out')

const nodeEntries = {
  'peer/entry-node': 'electron/peer/entry-node.ts',
  'peer/entry-electron': 'electron/peer/entry-electron.ts',
  'peer/workers/loader': 'electron/peer/workers/loader.ts',
  'peer/workers/auditor': 'electron/peer/workers/auditor.ts',
  'peer/host-node': 'electron/peer/host/entry-node.ts',
  'cli/index': 'electron/cli/index.ts',
}

const common: InlineConfig = { root, configFile: false, logLevel: 'warn', publicDir: false }

function nodeRooms(): InlineConfig {
  return {
    ...common,
    ssr: { noExternal: true, external: ['electron', 'better-sqlite3'], target: 'node' },
    build: {
      ssr: true,
      outDir: out,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(nodeEntries).map(([name, file]) => [name, path.join(root, file)])),
        external: ['electron', 'better-sqlite3'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  }
}

/** A room of Electron's own as one CommonJS file. */
function electronRoom(room: 'main' | 'preload'): InlineConfig {
  return {
    ...common,
    build: {
      ssr: path.join(root, 'electron', room, 'index.ts'),
      outDir: path.join(out, room),
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: 'index.cjs' } },
    },
    ssr: { noExternal: true, external: ['electron'] },
  }
}

const page: InlineConfig = { configFile: path.join(root, 'build/renderer.vite.config.ts'), logLevel: 'warn' }

const only = process.argv[2]
for (const [name, config] of [['node', nodeRooms()], ['main', electronRoom('main')], ['preload', electronRoom('preload')], ['page', page]] as const) {
  if (only && only !== name) continue
  const started = performance.now()
  if (name === 'node') for (const folder of ['peer', 'cli', 'chunks']) if (existsSync(path.join(out, folder))) rmSync(path.join(out, folder), { recursive: true })
  await build(config)
  console.log(`built ${name} in ${Math.round(performance.now() - started)} ms`)
}
if (!only || only === 'verifier') {
  const started = performance.now()
  await buildVerifier(root)
  console.log(`built verifier in ${Math.round(performance.now() - started)} ms`)
}
// The application hands the verifier page out; building the page empties its folder.
const [verifier, folder] = [path.join(root, VERIFIER), path.join(out, 'renderer')]
if (existsSync(verifier) && existsSync(folder)) copyFileSync(verifier, path.join(folder, VERIFIER_PAGE))
