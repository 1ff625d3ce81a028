/** The size of a file as people say it; a mail says it the same way. */

const KILO = 1024;

/** `size` in octets, `locale` a language tag: *84 kB*, *2.4 MB*, *12 Mo*. A begun kilobyte counts. */
export function sizeWords(size: number, locale: string): string {
  const kilobytes = Math.ceil(size / KILO);
  const isSmall = kilobytes < 1_000;
  const options = { style: "unit", unit: isSmall ? "kilobyte" : "megabyte", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, options).format(isSmall ? kilobytes : size / KILO / KILO);
}
