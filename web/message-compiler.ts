/**
 * ICU messages, read at build time.
 * `compileMessage` turns one into the JavaScript expression that a browser runs without a parser;
 * `messageArguments` says what it must be given, so that translations can be compared.
 */
import {
  isArgumentElement,
  isDateElement,
  isLiteralElement,
  isNumberElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTimeElement,
  type MessageFormatElement,
  parse as parseMessage,
} from "@formatjs/icu-messageformat-parser";

/** What an argument is used as: `text`, `number`, `date`, `time`, `plural` or `select`. */
type ArgumentKind = "text" | "number" | "date" | "time" | "plural" | "select";

/**
 * The message as a JavaScript expression: a string literal where it takes no arguments, else
 * `(a,f)=>…` over the arguments and the `Formats` of web/ui/words.ts. Throws on a message that does not parse.
 */
export function compileMessage(message: string, locale: string): string {
  const elements = parse(message, locale);
  if (elements.every(isLiteralElement)) return JSON.stringify(elements.map((element) => element.value).join(""));
  const [only] = elements;
  // Their formats give texts; what is given may be none.
  const isText = elements.length === 1 && only !== undefined && !isArgumentElement(only);
  return `(a,f)=>${isText ? expression(only, "") : template(elements, "")}`;
}

/** Every argument of the message and what it is used as. Throws on a message that does not parse. */
export function messageArguments(message: string, locale: string): Map<string, ArgumentKind> {
  const found = new Map<string, ArgumentKind>();
  collect(parse(message, locale), found);
  return found;
}

/** The plural categories that each plural of the message spells out. Throws on a message that does not parse. */
export function pluralCategories(message: string, locale: string): readonly (readonly string[])[] {
  const seen: string[][] = [];
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      if (isPluralElement(element)) seen.push(Object.keys(element.options));
      if (isPluralElement(element) || isSelectElement(element)) {
        for (const option of Object.values(element.options)) visit(option.value);
      }
    }
  };
  visit(parse(message, locale));
  return seen;
}

/** Tags are text to us: a message is never markup. */
const parse = (message: string, locale: string): readonly MessageFormatElement[] =>
  parseMessage(message, { locale: new Intl.Locale(locale), ignoreTag: true });

function collect(elements: readonly MessageFormatElement[], found: Map<string, ArgumentKind>): void {
  for (const element of elements) {
    if (isArgumentElement(element)) found.set(element.value, "text");
    if (isNumberElement(element)) found.set(element.value, "number");
    if (isDateElement(element)) found.set(element.value, "date");
    if (isTimeElement(element)) found.set(element.value, "time");
    if (isPluralElement(element) || isSelectElement(element)) {
      found.set(element.value, isPluralElement(element) ? "plural" : "select");
      for (const option of Object.values(element.options)) collect(option.value, found);
    }
  }
}

/** `pound` is the expression that `#` stands for; empty outside a plural. */
function template(elements: readonly MessageFormatElement[], pound: string): string {
  return `\`${elements.map((element) => part(element, pound)).join("")}\``;
}

function part(element: MessageFormatElement, pound: string): string {
  if (isLiteralElement(element)) return element.value.replaceAll(/[\\`]|\$\{/g, String.raw`\$&`);
  return `\${${expression(element, pound)}}`;
}

function expression(element: MessageFormatElement, pound: string): string {
  if (isPoundElement(element)) return pound;
  const given = argument(element.value);
  if (isArgumentElement(element)) return given;
  if (isNumberElement(element)) return `f.n(${given}${options(element.style, numberStyle)})`;
  if (isDateElement(element)) return `f.d(${given}${options(element.style, (style) => ({ dateStyle: style }))})`;
  if (isTimeElement(element)) return `f.d(${given}${options(element.style, (style) => ({ timeStyle: style }))})`;
  if (isSelectElement(element)) return `f.s(${given},${branches(element.options, pound)})`;
  if (isPluralElement(element)) {
    const counted = element.offset === 0 ? given : `${given}-${element.offset}`;
    const rule = element.pluralType === "ordinal" ? "f.o" : "f.p";
    const offset = element.offset === 0 ? "" : `,${element.offset}`;
    return `${rule}(${given},${branches(element.options, `f.n(${counted})`)}${offset})`;
  }
  throw new Error(`this kind of ICU element is not supported: ${JSON.stringify(element)}`);
}

const argument = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? `a.${name}` : `a[${JSON.stringify(name)}]`);

function branches(
  choices: Readonly<Record<string, { readonly value: MessageFormatElement[] }>>,
  pound: string,
): string {
  const said = Object.entries(choices).map(([name, { value }]) => [name, template(value, pound)] as const);
  const other = said.find(([name]) => name === "other")?.[1];
  // What is said as of all others need not be said apart.
  const apart = said.filter(([name, text]) => name === "other" || text !== other);
  return `{${apart.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
}

const numberStyle = (style: string): object => {
  if (style === "integer") return { maximumFractionDigits: 0 };
  if (style === "percent") return { style };
  throw new Error(`unknown number style "${style}": use a skeleton (::…)`);
};

/** The options argument of a formatter, with its comma; a skeleton (`::…`) was already parsed into options. */
function options(style: unknown, named: (style: string) => object): string {
  if (typeof style === "string") return `,${JSON.stringify(named(style.trim()))}`;
  if (typeof style === "object" && style !== null && "parsedOptions" in style) {
    return `,${JSON.stringify(style.parsedOptions)}`;
  }
  return "";
}
