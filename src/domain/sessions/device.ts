/** What a browser calls itself, plainly: enough to know one's own again in a list. */
export interface Device {
  /** Such as `Firefox`; null: it does not say. */
  readonly browser: string | null;
  /** Such as `Windows`; null: it does not say. */
  readonly system: string | null;
}

/** In the order in which they are to be asked for: most claim to be Chrome or Safari as well. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//u, "Edge"],
  [/\bOPR\/|\bOpera\b/u, "Opera"],
  [/\bSamsungBrowser\//u, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//u, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium)\//u, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//u, "Safari"],
];
/** Android says Linux too, and an iPhone *like Mac OS X*. */
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/u, "iPhone"],
  [/\biPad\b/u, "iPad"],
  [/\bAndroid\b/u, "Android"],
  [/\bCrOS\b/u, "ChromeOS"],
  [/\bWindows\b/u, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/u, "macOS"],
  [/\bLinux\b/u, "Linux"],
];

export function deviceOf(userAgent: string | null): Device {
  const first = (known: typeof BROWSERS): string | null =>
    known.find(([sign]) => sign.test(userAgent ?? ""))?.[1] ?? null;
  return { browser: first(BROWSERS), system: first(SYSTEMS) };
}
