export interface Task {
  readonly time: number
  readonly order: number
  readonly run: () => void
}

const before = (a: Task, b: Task): boolean => a.time < b.time || (a.time === b.time && a.order < b.order)

/** Binary heap by time, then by order of insertion. */
export class TaskQueue {
  private readonly heap: Task[] = []
  private order = 0

  get size(): number {
    return this.heap.length
  }

  push(time: number, run: () => void): void {
    const { heap } = this
    const task = { time, order: this.order++, run }
    let at = heap.push(task) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(task, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = task
  }

  peek(): Task | undefined {
    return this.heap[0]
  }

  pop(): Task | undefined {
    const { heap } = this
    const top = heap[0]
    const last = heap.pop()
    if (heap.length === 0 || !last) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return top
  }
}
