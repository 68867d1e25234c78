/** Grade and modifier as they are read, e.g. `BBB+`. */
export const notationOf = ({ grade, modifier }: { readonly grade: string; readonly modifier: string }): string => `${grade}${modifier}`
