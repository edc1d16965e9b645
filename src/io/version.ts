/** The version of the library, which a model file names; a test compares it with package.json. */
export const VERSION = "0.1.0";
