/** What a brand's widget looks like besides its colour and logo: launcher, light and dark, what it says before anybody does. */
import { type ReactNode, useId } from "react";
import {
  type BrandSettings,
  DARK_WAYS,
  LAUNCHER_FARTHEST,
  LAUNCHER_ICONS,
  LAUNCHER_SIDES,
  MAX_GREETING_CHARS,
  MAX_LAUNCHER_TEXT_CHARS,
} from "../../../../contract/settings/messaging.ts";
import { Switch } from "../../controls/field.tsx";
import { ChoiceField, TextArea, TextField } from "../../controls/text-fields.tsx";
import { useWords } from "../../words-context.tsx";

type Look = BrandSettings["look"];
type Launcher = Look["launcher"];
type Texts = Look["greetings"];

interface Props {
  readonly value: BrandSettings;
  /** Languages of the account. */
  readonly locales: readonly string[];
  readonly onChange: (part: Partial<BrandSettings>) => void;
}

export function LookFields({ value, locales, onChange }: Props): ReactNode {
  const { t } = useWords();
  const { look } = value;
  const change = (part: Partial<Look>): void => onChange({ look: { ...look, ...part } });
  return (
    <>
      <ChoiceField
        label={t("look.dark")}
        hint={t(`look.dark.${look.dark}-hint`)}
        options={DARK_WAYS.map((way) => [way, t(`look.dark.${way}`)])}
        value={look.dark}
        onText={(chosen) => change({ dark: DARK_WAYS.find((way) => way === chosen) ?? "page" })}
      />
      <Greetings value={value} locales={locales} onChange={onChange} />
      <LauncherFields
        launcher={look.launcher}
        locales={locales}
        onChange={(part) => change({ launcher: { ...look.launcher, ...part } })}
      />
    </>
  );
}

function Greetings({ value, locales, onChange }: Props): ReactNode {
  const { t } = useWords();
  const { look, greeting } = value;
  return (
    <Group title={t("messaging.greeting")} hint={t("messaging.greeting-hint")}>
      <ByLanguage
        texts={look.greetings}
        locales={locales}
        most={MAX_GREETING_CHARS}
        isLong
        onChange={(greetings) => onChange({ look: { ...look, greetings } })}
      />
      {greeting === null ? null : (
        <TextArea
          label={t("look.greeting-others")}
          rows={2}
          dir="auto"
          maxLength={MAX_GREETING_CHARS}
          value={greeting}
          onText={(text) => onChange({ greeting: text })}
        />
      )}
    </Group>
  );
}

interface LauncherProps {
  readonly launcher: Launcher;
  readonly locales: readonly string[];
  readonly onChange: (part: Partial<Launcher>) => void;
}

function LauncherFields({ launcher, locales, onChange }: LauncherProps): ReactNode {
  const { t } = useWords();
  return (
    <Group title={t("look.launcher")} hint={t("look.launcher-hint")}>
      <div className="field-row">
        <ChoiceField
          label={t("look.icon")}
          options={LAUNCHER_ICONS.map((icon) => [icon, t(`look.icon.${icon}`)])}
          value={launcher.icon}
          onText={(chosen) => onChange({ icon: LAUNCHER_ICONS.find((icon) => icon === chosen) ?? "bubble" })}
        />
        <ChoiceField
          label={t("look.side")}
          options={LAUNCHER_SIDES.map((side) => [side, t(`look.side.${side}`)])}
          value={launcher.side}
          onText={(chosen) => onChange({ side: LAUNCHER_SIDES.find((side) => side === chosen) ?? "end" })}
        />
        <Pixels label={t("look.from-side")} value={launcher.fromSide} onChange={(fromSide) => onChange({ fromSide })} />
        <Pixels
          label={t("look.from-bottom")}
          value={launcher.fromBottom}
          onChange={(fromBottom) => onChange({ fromBottom })}
        />
      </div>
      <Group title={t("look.launcher-text")} hint={t("look.launcher-text-hint")}>
        <ByLanguage
          texts={launcher.texts}
          locales={locales}
          most={MAX_LAUNCHER_TEXT_CHARS}
          onChange={(texts) => onChange({ texts })}
        />
      </Group>
      <Switch
        label={t("look.hidden")}
        hint={t("look.hidden-hint")}
        checked={launcher.isHidden}
        onChange={(isHidden) => onChange({ isHidden })}
      />
    </Group>
  );
}

interface PixelsProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

const Pixels = ({ label, value, onChange }: PixelsProps): ReactNode => (
  <TextField
    label={label}
    type="number"
    min={0}
    max={LAUNCHER_FARTHEST}
    value={String(value)}
    onText={(text) => onChange(Math.min(LAUNCHER_FARTHEST, Math.max(0, Math.round(Number(text)))))}
  />
);

interface ByLanguageProps {
  readonly texts: Texts;
  readonly locales: readonly string[];
  readonly most: number;
  readonly isLong?: true;
  readonly onChange: (texts: Texts) => void;
}

/** A text in each language; an empty one is none. */
function ByLanguage({ texts, locales, most, isLong, onChange }: ByLanguageProps): ReactNode {
  const { locale } = useWords();
  const names = new Intl.DisplayNames(locale, { type: "language" });
  return locales.map((tag) => {
    const shared = {
      label: names.of(tag) ?? tag,
      lang: tag,
      dir: "auto",
      maxLength: most,
      value: texts[tag] ?? "",
      onText: (text: string): void => {
        const { [tag]: _before, ...others } = texts;
        onChange(text === "" ? others : { ...others, [tag]: text });
      },
    };
    return isLong ? <TextArea key={tag} {...shared} rows={2} /> : <TextField key={tag} {...shared} />;
  });
}

interface GroupProps {
  readonly title: string;
  readonly hint: string;
  readonly children: ReactNode;
}

function Group({ title, hint, children }: GroupProps): ReactNode {
  const id = useId();
  return (
    <div className="texts" role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <span id={id} className="field-title">
        {title}
      </span>
      <p className="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {children}
    </div>
  );
}
