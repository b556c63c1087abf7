/** The types of `synapse.mjs`, which must stay plain JavaScript (it runs before there is a TypeScript). */

/** The Python that has Synapse: `synapsePython -m synapse.app.homeserver`. */
export const synapsePython: string;
