/** A field of a record's content where it is text, otherwise nothing. */
export const textOf = (content: Readonly<Record<string, unknown>>, key: string): string => (typeof content[key] === 'string' ? content[key] : '')
