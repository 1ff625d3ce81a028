/** The size of a file as people say it. Pure. */

const KB = 1024;
const MB = 1024 * 1024;

/** `size` in octets, `locale` a language tag: *84 kB*, *2.4 MB*, *12 Mo*. Never 0: the smallest file has its kilobyte. */
export function sizeWords(size: number, locale: string): string {
  const isSmall = size < MB;
  const value = isSmall ? Math.max(1, Math.round(size / KB)) : size / MB;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: isSmall ? "kilobyte" : "megabyte",
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
