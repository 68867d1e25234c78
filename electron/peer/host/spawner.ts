/** A member's peer in a process of its own. */
export interface Child {
  readonly id: string
  /** Null before it has started. */
  pid(): number | null
  /** Lines of its standard output. */
  onLine(listener: (line: string) => void): void
  /** Once, with its exit code (null: ended by a signal). */
  onExit(listener: (code: number | null) => void): void
  /** SIGTERM asks it to stop cleanly, SIGKILL pulls the plug. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
}

/** Starts peer processes: by fork under Node, through main under Electron (a utilityProcess can't fork another). */
export interface Spawner {
  /** `id` is free again after its exit. `args` are those of a member process (member-process.ts). */
  spawn(id: string, args: readonly string[]): Child
}
