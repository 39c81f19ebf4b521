/** Knows which objects are alive, and keeps none of them so. */
export class Instances<Instance extends object> {
  #references: readonly WeakRef<Instance>[] = []

  add(instance: Instance): void {
    this.#references = [...this.#alive(), new WeakRef(instance)]
  }

  list(): Instance[] {
    this.#references = this.#alive()
    return this.#references.flatMap((reference) => reference.deref() ?? [])
  }

  #alive(): WeakRef<Instance>[] {
    return this.#references.filter((reference) => reference.deref() !== undefined)
  }
}
