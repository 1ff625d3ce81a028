/** What the site said of the conversation: tags, fields and facts. Nobody has proved it, and the words say so. */
import { type ReactNode, useId } from "react";
import type { AgentConversation } from "../../../contract/conversation/agent-shapes.ts";
import { useWords } from "../words-context.tsx";

/** What Sunshine Conversations calls a field of a ticket; the rest is its id. */
const FIELD = /^zen:ticket_field:/u;

export function SiteFacts({ site }: { readonly site: AgentConversation["site"] }): ReactNode {
  const { t } = useWords();
  const id = useId();
  const { name, tags, metadata } = site;
  const facts = Object.entries(metadata);
  if (name === null && tags.length === 0 && facts.length === 0) return null;
  return (
    <section className="panel-section" aria-labelledby={id}>
      <h3 id={id} title={t("site.hint")}>
        {t("site")}
      </h3>
      {tags.length === 0 ? null : (
        <p className="tags">
          {tags.map((tag) => (
            <bdi key={tag} className="tag">
              {tag}
            </bdi>
          ))}
        </p>
      )}
      <dl className="facts said">
        {name === null ? null : <Fact name={t("site.name")} value={name} />}
        {facts.map(([key, value]) => (
          <Fact
            key={key}
            name={FIELD.test(key) ? t("site.field", { id: key.replace(FIELD, "") }) : key}
            value={typeof value === "boolean" ? t(value ? "site.yes" : "site.no") : String(value)}
          />
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>
        <bdi>{name}</bdi>
      </dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </>
  );
}
