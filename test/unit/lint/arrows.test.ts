import { describe, expect, it } from 'vitest'
import { check, checkAll, withoutComments } from '../../../build/lint/arrows.ts'

const rules = (file: string, source: string) => check(file, source).map((finding) => finding.rule)

describe('the arrow rule', () => {
  it.each([
    ['shared/ledger/x.ts', "import { a } from '../credit/a.ts'", 'arrow'],
    ['shared/ledger/x.ts', "const a = await import('../credit/a.ts')", 'arrow'],
    ['electron/main/x.ts', "import { a } from '../peer/a.ts'", 'arrow'],
    ['renderer/x.ts', "import { a } from '../electron/peer/a.ts'", 'arrow'],
    ['renderer/features/a/x.tsx', "import { b } from '../b/y.ts'", 'feature'],
    ['shared/kit/x.ts', "import fs from 'node:fs'", 'shared'],
    ['shared/ledger/x.ts', "import x from 'lodash'", 'shared'],
    ['electron/peer/api/x.ts', "import Database from 'better-sqlite3'", 'package'],
    ['electron/peer/node/x.ts', "import { tcp } from '@libp2p/tcp'", 'package'],
    ['electron/peer/node/x.ts', "import { app } from 'electron'", 'package'],
    ['shared/credit/x.ts', 'const now = Date.now()', 'pure'],
    ['shared/ledger/x.ts', "names.sort((a, b) => a.localeCompare(b))", 'pure'],
    ['electron/peer/x.ts', '\n'.repeat(400), 'length'],
  ])('%s: %s is %s', (file, source, rule) => expect(rules(file, source)).toContain(rule))

  it.each([
    ['shared/credit/x.ts', "import { a } from '../ledger/a.ts'"],
    ['electron/peer/store/x.ts', "import Database from 'better-sqlite3'"],
    ['electron/peer/entry-electron.ts', "import { app } from 'electron'"],
    ['shared/ledger/x.ts', '// Date.now() is not used here\n/* Math.random */'],
    ['renderer/features/a/x.tsx', "import { b } from './y.ts'"],
  ])('%s: %s is allowed', (file, source) => expect(rules(file, source)).toEqual([]))

  it('keeps line numbers when it drops comments', () => expect(withoutComments('/* a\nb */\nx')).toBe('\n\nx'))
  it('holds over the whole source', () => expect(checkAll()).toEqual([]))
})
