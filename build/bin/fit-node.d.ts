/** Whether a Node with these versions can load the application. */
export function fits(versions: { readonly node: string; readonly napi?: string }): boolean
/** The Node that npm brought along for this system, or null. */
export function bundledNode(from?: string): string | null
export function ensureNode(versions?: { readonly node: string; readonly napi?: string }): boolean
