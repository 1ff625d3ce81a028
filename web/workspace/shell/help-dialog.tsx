/** The keys, and the switch for those who do not want them. */
import type { ReactNode } from "react";
import { useSetting } from "../browser-setting.ts";
import { Dialog } from "../controls/dialog.tsx";
import { Switch } from "../controls/field.tsx";
import { CONTROL_KEY } from "../conversation/composer/send-buttons.tsx";
import { useWords, type WordKey } from "../words-context.tsx";

const KEYS = [
  { keys: ["j", "k"], words: "keys.move" },
  { keys: ["a"], words: "keys.accept" },
  { keys: ["r"], words: "keys.reply" },
  { keys: ["n"], words: "keys.note" },
  { keys: ["/"], words: "keys.search" },
  { keys: ["?"], words: "keys.help" },
] as const satisfies readonly { keys: readonly string[]; words: WordKey }[];

const ALWAYS = [
  { keys: [CONTROL_KEY, "Enter"], words: "keys.send" },
  { keys: ["Esc"], words: "keys.leave" },
] as const satisfies readonly { keys: readonly string[]; words: WordKey }[];

export function HelpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useWords();
  const [isOn, setOn] = useSetting("shortcuts", true);
  return (
    <Dialog title={t("shortcuts")} onClose={onClose}>
      <dl className={isOn ? "keys" : "keys off"}>
        {KEYS.map((line) => (
          <KeyLine key={line.words} keys={line.keys} words={t(line.words)} />
        ))}
      </dl>
      <Switch label={t("keys.switch")} hint={t("keys.switch-hint")} checked={isOn} onChange={setOn} />
      <dl className="keys">
        {ALWAYS.map((line) => (
          <KeyLine key={line.words} keys={line.keys} words={t(line.words)} />
        ))}
      </dl>
    </Dialog>
  );
}

function KeyLine({ keys, words }: { readonly keys: readonly string[]; readonly words: string }): ReactNode {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}
