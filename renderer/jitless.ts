import { config } from 'zod'

// The content policy forbids code made from text, which zod would otherwise try first. Imported before everything else:
// some modules check their data as they load.
config({ jitless: true })
