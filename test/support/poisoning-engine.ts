export {
  checkingEngine as poisoningKind,
  roundingCheckingEngine as roundingKind,
} from "../../src/extend/checking-engine.ts";
