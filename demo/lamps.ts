/** What the demo's shop sells. Names and descriptions are in `locales`, pictures are drawn in `pages/lamp.eta`. */
export interface Lamp {
  readonly id: "oak" | "arc" | "paper" | "clamp" | "glass" | "floor";
  readonly euros: number;
  readonly isNew: boolean;
}

export const LAMPS: readonly Lamp[] = [
  { id: "oak", euros: 89, isNew: true },
  { id: "paper", euros: 64, isNew: false },
  { id: "arc", euros: 219, isNew: false },
  { id: "glass", euros: 118, isNew: true },
  { id: "clamp", euros: 52, isNew: false },
  { id: "floor", euros: 176, isNew: false },
];

export const printPrice = (euros: number, lang: string): string =>
  new Intl.NumberFormat(lang, { style: "currency", currency: "EUR", maximumFractionDigits: 0 }).format(euros);
