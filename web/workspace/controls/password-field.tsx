/** A password, which can be looked at while it is typed. */
import { type ReactNode, useState } from "react";
import { useWords } from "../words-context.tsx";
import { Field } from "./field.tsx";

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly complaint?: string | undefined;
  /** What password managers do with it. */
  readonly autoComplete: "current-password" | "new-password";
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function PasswordField({ autoComplete, value, onChange, ...rest }: Props): ReactNode {
  const { t } = useWords();
  const [isShown, setShown] = useState(false);
  return (
    <Field {...rest}>
      {(ids) => (
        <div className="password">
          <input
            {...ids}
            type={isShown ? "text" : "password"}
            autoComplete={autoComplete}
            autoCapitalize="none"
            spellCheck={false}
            required
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          <button
            type="button"
            className="button link"
            aria-pressed={isShown}
            aria-controls={ids.id}
            onClick={() => setShown(!isShown)}
          >
            {t("password.show")}
          </button>
        </div>
      )}
    </Field>
  );
}
