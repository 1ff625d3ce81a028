import type { NewPicture, Picture, PictureFacts } from "../../domain/attachments/picture.ts";
import type { AgentId, BrandId } from "../../domain/ids.ts";

/** Whose picture it is. */
export type PictureOwner =
  { readonly kind: "logo"; readonly brandId: BrandId } | { readonly kind: "photo"; readonly agentId: AgentId };

/** Logos and photos. Whoever saves holds the account's lock: one picture may have several owners. */
export interface PictureTx {
  /** In the place of the one before, which is forgotten unless it is somebody else's too. Null: none any more. Answers its hash. */
  save(owner: PictureOwner, picture: NewPicture | null): Promise<PictureFacts["hash"] | null>;
  /** With its bytes, for a mail; null: nobody has it. */
  load(hash: PictureFacts["hash"]): Promise<Picture | null>;
}
