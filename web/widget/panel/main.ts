export const x = import.meta.glob("../../../locales/widget/*.json",{import:"default"});
