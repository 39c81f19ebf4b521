/** Labels of a measurement. Their values are few by construction: a platform, a source, a code; never a room. */
export type MeterLabels = Readonly<Record<string, string>>

/** Where measurements go: hand in what your metrics library needs. Every call returns at once and never throws. */
export interface Meter {
  /** Something happened so many times more. */
  count(name: string, by: number, labels: MeterLabels): void
  /** Something took so long, or was so much: one value of a histogram. Units stand in the name. */
  record(name: string, value: number, labels: MeterLabels): void
}

/** Counts nothing. */
export const silentMeter: Meter = { count: () => undefined, record: () => undefined }
