/** Channels › Messaging: the keys with which a brand's site signs who its visitors are. A secret is shown once. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  identityKeysApi,
  type IdentityKeyView,
  type RefusedToken,
} from "../../../../contract/sessions/identity-keys.ts";
import type { BrandView } from "../../../../contract/settings/messaging.ts";
import { call } from "../../api.ts";
import { useNow } from "../../clock.ts";
import { CopyField } from "../../controls/copy-field.tsx";
import { TextArea, TextField } from "../../controls/text-fields.tsx";
import { keys } from "../../live/keys.ts";
import { useWords } from "../../words-context.tsx";
import { Callout, Card, WhenLoaded } from "../page.tsx";
import { useAdmin, useSave } from "../use-settings.ts";

interface Made {
  readonly kid: string;
  readonly secret: string;
}

export function IdentityCard({ brand }: { readonly brand: Pick<BrandView, "id" | "name"> }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [made, setMade] = useState<Made | null>(null);
  const [isAdding, setAdding] = useState(false);
  const params = { id: brand.id };
  const loaded = useAdmin(keys.admin(`messaging/${brand.id}/identity-keys`), () =>
    call(identityKeysApi.list, { params }),
  );
  const make = (): Promise<boolean> =>
    save(async () => {
      const { key, secret } = await call(identityKeysApi.makeSecret, { params });
      setMade({ kid: key.kid, secret });
    });
  return (
    <Card title={t("identity.title", { brand: brand.name })} lead={t("identity.lead")}>
      {made === null ? null : <MadeSecret key={made.kid} made={made} onDone={() => setMade(null)} />}
      <WhenLoaded of={loaded}>
        {({ keys: active, refused }) => (
          <>
            {active.length === 0 ? (
              <p className="quiet-text">{t("identity.none")}</p>
            ) : (
              <ul className="rows inside">
                {active.map((key) => (
                  <KeyRow key={key.id} brandId={brand.id} shown={key} />
                ))}
              </ul>
            )}
            {refused.length === 0 ? null : <RefusedTokens refused={refused} />}
          </>
        )}
      </WhenLoaded>
      {isAdding ? (
        <PublicKeyForm brandId={brand.id} onDone={() => setAdding(false)} />
      ) : (
        <div className="row">
          <button type="button" className="button" onClick={() => void make()}>
            {t("identity.make")}
          </button>
          <button type="button" className="button" onClick={() => setAdding(true)}>
            {t("identity.add")}
          </button>
        </div>
      )}
    </Card>
  );
}

interface RowProps {
  readonly brandId: string;
  readonly shown: IdentityKeyView;
}

/** Ending asks first: it signs people out. */
function KeyRow({ brandId, shown: { id, kid, algorithm, madeAt, lastUsedAt } }: RowProps): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const save = useSave();
  const [isAsked, setAsked] = useState(false);
  const used = lastUsedAt === null ? t("identity.unused") : t("identity.used", { at: times.moment(lastUsedAt, now) });
  return (
    <li>
      <span className="row-words">
        <code>{kid}</code>
        <span className="quiet-text">
          {t("identity.made", { algorithm, at: times.moment(madeAt, now) })} {used}
        </span>
        {isAsked ? <strong role="status">{t("identity.end-ask")}</strong> : null}
      </span>
      {isAsked ? (
        <button type="button" className="button" onClick={() => setAsked(false)}>
          {t("cancel")}
        </button>
      ) : null}
      <button
        type="button"
        className="button danger"
        aria-label={t("identity.end.of", { kid })}
        onClick={() =>
          isAsked ? void save(() => call(identityKeysApi.end, { params: { id: brandId, key: id } })) : setAsked(true)
        }
      >
        {t(isAsked ? "identity.end-now" : "identity.end")}
      </button>
    </li>
  );
}

/** Why the site's sign-ins failed lately: whoever sets it up looks here first. */
function RefusedTokens({ refused }: { readonly refused: readonly RefusedToken[] }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  return (
    <details>
      <summary>{t("identity.refused", { count: refused.length })}</summary>
      <ul className="rows inside" aria-label={t("identity.refused-list")}>
        {refused.map(({ kid, reason, at }) => (
          <li key={`${kid} ${reason}`}>
            <span className="row-words">
              {kid === null ? <span>{t("identity.no-kid")}</span> : <code>{kid}</code>}
              <span className="quiet-text">
                {t(`identity.why.${reason}`)} <time title={times.exact(at)}>{times.moment(at, now)}</time>
              </span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Comes into view: it is shown this once, and the button may stand below everything. */
function MadeSecret({ made, onDone }: { readonly made: Made; readonly onDone: () => void }): ReactNode {
  const { t } = useWords();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Said alone: newer engines answer with a promise, which is no way to tidy up an effect.
    place.current?.scrollIntoView({ block: "center" });
  }, []);
  return (
    <div ref={place}>
      <Callout tone="warn" title={t("identity.once")}>
        <CopyField label={t("identity.kid")} value={made.kid} />
        <CopyField label={t("identity.secret")} value={made.secret} hint={t("identity.secret-hint")} />
        <button type="button" className="button" onClick={onDone}>
          {t("identity.kept")}
        </button>
      </Callout>
    </div>
  );
}

function PublicKeyForm({ brandId, onDone }: { readonly brandId: string; readonly onDone: () => void }): ReactNode {
  const { t } = useWords();
  const save = useSave();
  const [key, setKey] = useState("");
  const [kid, setKid] = useState("");
  const add = async (): Promise<void> => {
    const body = { key, kid: kid.trim() === "" ? null : kid.trim() };
    if (await save(() => call(identityKeysApi.addPublic, { params: { id: brandId }, body }))) onDone();
  };
  return (
    <>
      <TextArea
        label={t("identity.public")}
        hint={t("identity.public-hint")}
        rows={5}
        className="code"
        spellCheck={false}
        value={key}
        onText={setKey}
      />
      <TextField label={t("identity.kid")} hint={t("identity.kid-hint")} value={kid} onText={setKid} maxLength={128} />
      <div className="row">
        <button type="button" className="button primary" disabled={key.trim() === ""} onClick={() => void add()}>
          {t("identity.add-it")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t("cancel")}
        </button>
      </div>
    </>
  );
}
