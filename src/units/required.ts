/** What units of every kind have; all else that `Units` names is there or not. */
export const requiredOfUnits = ["means", "sample", "selfEnergy", "logPartition"] as const;
