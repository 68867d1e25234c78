#!/usr/bin/env node
import { existsSync } from 'fs'
import path from 'path'
import { fileURLToPath, pathToFileURL } from 'url'
import { ensureNode } from './fit-node.js'

if (ensureNode()) {
  const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
  const built = path.join(root, 'out/cli/index.js')
  const source = path.join(root, 'electron/cli/index.ts')
  import(pathToFileURL(existsSync(built) && !process.env.ZXL_SOURCE ? built : source).href).catch((error) => {
    process.stderr.write('zhengxinlian: ' + (error && error.message ? error.message : error) + '\n')
    process.exit(2)
  })
}
