/** The keys with which sites sign who somebody is, at the admins' door. */
import { identityKeysApi, type IdentityKeyView } from "../../../../contract/sessions/identity-keys.ts";
import { brandId, identityKeyId } from "../../../domain/ids.ts";
import { ok } from "../../../domain/result.ts";
import type { IdentityKey } from "../../../domain/sessions/identity-key.ts";
import type { SettingsQueries } from "../../../ports/queries/settings-queries.ts";
import { addIdentityKey, endIdentityKey, makeIdentitySecret } from "../../../usecases/sessions/keep-identity-keys.ts";
import type { Principals } from "../../edge/principals.ts";
import { serve, show } from "../serve.ts";
import type { App } from "../server.ts";

interface IdentityKeyDeps {
  readonly usecases: Parameters<typeof makeIdentitySecret>[0];
  readonly queries: Pick<SettingsQueries, "identityKeys" | "identityRefusals">;
  readonly principals: Principals;
}

export function identityKeyRoutes({ usecases, queries, principals }: IdentityKeyDeps): (app: App) => Promise<void> {
  return async (app) => {
    const door = { app, principals };
    show(door, identityKeysApi.list, async ({ who, params }) => {
      const brand = brandId(params.id);
      const [active, refused] = await Promise.all([
        queries.identityKeys(who, brand),
        queries.identityRefusals(who, brand),
      ]);
      return { keys: active.map(viewOf), refused };
    });
    serve(door, identityKeysApi.makeSecret, async ({ acting, params }) => {
      const made = await makeIdentitySecret(acting(usecases), brandId(params.id));
      return made.ok ? ok({ ...made.value, key: viewOf(made.value.key) }) : made;
    });
    serve(door, identityKeysApi.addPublic, async ({ acting, params, body }) => {
      const added = await addIdentityKey(acting(usecases), brandId(params.id), body);
      return added.ok ? ok({ key: viewOf(added.value.key) }) : added;
    });
    serve(door, identityKeysApi.end, ({ acting, params }) =>
      endIdentityKey(acting(usecases), brandId(params.id), identityKeyId(params.key)),
    );
  };
}

const viewOf = ({ brandId: _brandId, ...key }: IdentityKey): IdentityKeyView => key;
