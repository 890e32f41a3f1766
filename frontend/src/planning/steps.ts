// Undo and redo: the steps taken, and those taken back.
import type { Plan, Step } from "./plan";

export class Steps {
  readonly #done: Step[] = [];
  #undone: Step[] = [];

  /** Do a step; what had been taken back is forgotten. A step that changes nothing is none. */
  take(plan: Plan, step: Step): boolean {
    if (!step.changes.length && !step.after && !step.turned?.length) return false;
    plan.do(step);
    this.keep(step);
    return true;
  }

  /** Keep a step that has been done already, as a stroke of the brush. */
  keep(step: Step): void {
    this.#done.push(step);
    this.#undone = [];
  }

  undo(plan: Plan): Step | null {
    const step = this.#done.pop();
    if (!step) return null;
    plan.undo(step);
    this.#undone.push(step);
    return step;
  }

  redo(plan: Plan): Step | null {
    const step = this.#undone.pop();
    if (!step) return null;
    plan.do(step);
    this.#done.push(step);
    return step;
  }

  /** The step that would be taken back next. */
  get last(): Step | undefined {
    return this.#done.at(-1);
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  clear(): void {
    this.#done.length = 0;
    this.#undone = [];
  }
}
