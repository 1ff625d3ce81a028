import type { ReactNode } from "react";
export function AdminCenter(): ReactNode {
  return null;
}
